import * as z from 'zod';
import type { Payer } from '../payments/pay-checkout.js';
import { judgeAccount, judgeCard } from '../payments/test-instruments.js';

/** What the checkout page sends. */
const PaymentForm = z.object({
  email: z.email('Enter an e-mail address, like name@example.com.'),
  method: z.enum(['card', 'us_bank_account'], 'Choose how to pay.'),
  name: z.string().trim().max(200).default(''),
  number: z.string().default(''),
  expiry: z.string().default(''),
  cvc: z.string().default(''),
  account: z.string().default(''),
});

export type ReadPayment =
  { ok: true; payer: Payer; judged: ReturnType<typeof judgeCard> } | { ok: false; problem: string };

/** Reads the form the way a card page does: number, date and code are checked before any bank is asked. */
export function readPaymentForm(body: string, now: Date): ReadPayment {
  const form = PaymentForm.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!form.success)
    return { ok: false, problem: form.error.issues[0]?.message ?? 'Check what you entered.' };
  const { email, name, method } = form.data;
  const payer = { email, name: name === '' ? null : name };
  if (method === 'us_bank_account') {
    const judged = judgeAccount(form.data.account.replace(/\s/g, ''));
    if (!judged)
      return {
        ok: false,
        problem: 'That is none of the test accounts. Use one of the two that are offered.',
      };
    return { ok: true, payer, judged };
  }
  const number = form.data.number.replace(/\s/g, '');
  if (!isCardNumber(number))
    return { ok: false, problem: 'Your card number is not complete or not correct.' };
  if (!isInFuture(form.data.expiry, now)) {
    return { ok: false, problem: "Your card's expiry date is missing or in the past." };
  }
  if (!/^\d{3,4}$/.test(form.data.cvc))
    return { ok: false, problem: "Your card's security code is not complete." };
  return { ok: true, payer, judged: judgeCard(number) };
}

/** 12 to 19 digits whose Luhn sum is a multiple of ten (ISO/IEC 7812-1, annex B). */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** "MM / YY"; a card is good until the end of its month. */
export function isInFuture(expiry: string, now: Date): boolean {
  const [, month, year] = /^\s*(0[1-9]|1[0-2])\s*\/?\s*(\d{2})\s*$/.exec(expiry) ?? [];
  if (month === undefined || year === undefined) return false;
  return Date.UTC(2000 + Number(year), Number(month), 1) > now.getTime();
}
