import type Stripe from 'stripe';
import { ORDER_ID } from './checkout-params.js';
import { idOf } from './order-of-charge.js';
import type { Order, Payment } from './order.js';

/** What Stripe's checkout means for its order. */
export type Verdict =
  | { kind: 'open' }
  | { kind: 'expired' }
  | { kind: 'failed' }
  | { kind: 'pending'; paymentIntentId: string }
  | { kind: 'paid'; payment: Payment }
  /** Paid, and all of it given back since. */
  | { kind: 'refunded'; chargeId: string }
  /** Not the checkout that was asked for: nothing is done and a person looks. */
  | { kind: 'mismatch'; why: string };

/** What must be expanded for the judgement. */
export const CHECKOUT_EXPANSION = ['payment_intent.latest_charge'];

/** A debit that is under way; everything else that is complete and unpaid has failed. */
const UNDERWAY: readonly string[] = ['processing', 'requires_capture', 'requires_action'];

/**
 * Reads a checkout that was just fetched, with `CHECKOUT_EXPANSION`. Never from an event's own copy, which may be old.
 *
 * 1. It must be this order's: its id, amount, currency and mode.
 * 2. `paid` counts however the checkout came to it: at once, or by a bank days later.
 * 3. Complete but unpaid is a bank's business: its payment says whether it is under way or has failed.
 */
export function judgeCheckout(checkout: Stripe.Checkout.Session, order: Order, livemode: boolean): Verdict {
  const why = mismatch(checkout, order, livemode);
  if (why !== undefined) return { kind: 'mismatch', why };
  if (checkout.status === 'open') return { kind: 'open' };
  if (checkout.status === 'expired') return { kind: 'expired' };
  const payment = checkout.payment_intent;
  if (payment === null || typeof payment === 'string') return { kind: 'mismatch', why: 'no payment' };
  if (checkout.payment_status === 'paid') {
    return judgePaid(payment);
  }
  if (checkout.payment_status !== 'unpaid') return { kind: 'mismatch', why: 'payment status' };
  return UNDERWAY.includes(payment.status)
    ? { kind: 'pending', paymentIntentId: payment.id }
    : { kind: 'failed' };
}

function mismatch(checkout: Stripe.Checkout.Session, order: Order, livemode: boolean): string | undefined {
  if (checkout.metadata?.[ORDER_ID] !== order.id) return 'order';
  if (checkout.amount_total !== order.amountCents) return 'amount';
  if (checkout.currency !== order.currency) return 'currency';
  if (checkout.livemode !== livemode) return 'mode';
  return undefined;
}

function judgePaid({ id: paymentIntentId, latest_charge: charge }: Stripe.PaymentIntent): Verdict {
  const known = typeof charge === 'object' ? charge : null;
  if (known?.refunded) return { kind: 'refunded', chargeId: known.id };
  const payment = { paymentIntentId, chargeId: idOf(charge) ?? null, receiptUrl: known?.receipt_url ?? null };
  return { kind: 'paid', payment };
}
