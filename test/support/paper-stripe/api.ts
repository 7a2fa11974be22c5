import type Stripe from 'stripe';
import { answer, list, must } from './answers.js';
import type { PaperLedger } from './ledger.js';
import type { Checkout } from './objects.js';

/** As much of Stripe's client as billing calls, over a ledger. */
export function paperApi(ledger: PaperLedger) {
  const { checkouts, payments, charges, refunds, disputes } = ledger;
  const answers = new Map<string, unknown>();
  /** The same key, the same answer. */
  const once = <T>({ idempotencyKey }: Stripe.RequestOptions, work: () => T): Promise<T> =>
    answer(() => {
      const key = String(idempotencyKey);
      if (!answers.has(key)) answers.set(key, work());
      return answers.get(key) as T;
    });
  const expanded = (checkout: Checkout) => {
    const payment = payments.get(String(checkout.payment_intent));
    const charge = charges.get(String(payment?.latest_charge));
    return { ...checkout, payment_intent: payment ? { ...payment, latest_charge: charge ?? null } : null };
  };
  return {
    checkout: {
      sessions: {
        create: (params: Stripe.Checkout.SessionCreateParams, options: Stripe.RequestOptions) =>
          once(options, () => {
            const item = params.line_items?.[0]?.price_data;
            const metadata = params.metadata as Record<string, string>;
            return ledger.open(metadata, item?.unit_amount ?? 0, item?.currency ?? '');
          }),
        retrieve: (id: string) => answer(() => expanded(ledger.checkout(id))),
        expire: (id: string) => answer(() => ledger.expire(id)),
        list: () => list(ledger.listed(checkouts.values()).filter(({ status }) => status === 'complete')),
      },
    },
    paymentIntents: { retrieve: (id: string) => answer(() => must(payments.get(id))) },
    charges: { retrieve: (id: string) => answer(() => must(charges.get(id))) },
    refunds: {
      create: (params: Stripe.RefundCreateParams, options: Stripe.RequestOptions) =>
        once(options, () => {
          const { latest_charge: charge } = must(payments.get(String(params.payment_intent)));
          return ledger.giveBack(String(charge), Infinity, params.metadata as Record<string, string>);
        }),
      retrieve: (id: string) => answer(() => must(refunds.get(id))),
      list: ({ charge }: { charge?: string }) =>
        list(charge === undefined ? ledger.listed(refunds.values()) : ledger.refundsOf(charge)),
    },
    disputes: {
      retrieve: (id: string) => answer(() => must(disputes.get(id))),
      list: () => list(ledger.listed(disputes.values())),
    },
    radar: { earlyFraudWarnings: { retrieve: () => answer(() => must(undefined)) } },
    events: { list: () => list([]) },
  };
}
