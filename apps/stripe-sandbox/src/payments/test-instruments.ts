import type { Instrument } from './charge.js';

/** What the bank says to a payment: at once for a card, days later for a debit. */
export type Verdict =
  | { paid: true }
  | { paid: false; code: 'card_declined' | 'insufficient_funds'; decline: string; message: string };

const DECLINED: Verdict = {
  paid: false,
  code: 'card_declined',
  decline: 'generic_decline',
  message: 'Your card was declined.',
};

/** Stripe's test numbers (docs.stripe.com/testing). */
const CARDS: Record<string, { brand: string; verdict: Verdict }> = {
  '4242424242424242': { brand: 'visa', verdict: { paid: true } },
  '5555555555554444': { brand: 'mastercard', verdict: { paid: true } },
  '4000000000000002': { brand: 'visa', verdict: DECLINED },
  '4000000000009995': {
    brand: 'visa',
    verdict: {
      ...DECLINED,
      decline: 'insufficient_funds',
      message: 'Your card has insufficient funds.',
    },
  },
};

/** Anything else may be somebody's real card: it is declined, as Stripe's test mode does, and not kept. */
const NO_TEST_CARD: Verdict = {
  ...DECLINED,
  decline: 'test_mode_live_card',
  message: 'Your card was declined: this is a test page, use one of the test cards.',
};

const ACCOUNTS: Record<string, Verdict> = {
  '000123456789': { paid: true },
  '000222222227': {
    paid: false,
    code: 'insufficient_funds',
    decline: 'insufficient_funds',
    message: 'The bank account has insufficient funds.',
  },
};

export function judgeCard(number: string): { instrument: Instrument; verdict: Verdict } {
  const known = CARDS[number];
  return {
    instrument: { type: 'card', brand: known?.brand ?? 'unknown', last4: number.slice(-4) },
    verdict: known?.verdict ?? NO_TEST_CARD,
  };
}

/** Undefined for an account number that is none of the test accounts. */
export function judgeAccount(number: string): { instrument: Instrument; verdict: Verdict } | undefined {
  const verdict = ACCOUNTS[number];
  return verdict && { instrument: { type: 'us_bank_account', last4: number.slice(-4) }, verdict };
}
