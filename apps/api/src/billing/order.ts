import type { CheckoutStatus } from '#contracts';

/**
 * `open` until the customer pays, `pending` while a bank takes its time, then `paid`, or `failed` or `expired` without
 * money; `refunded` when all of it went back. Every change is one guarded UPDATE in `orders.ts`.
 */
export type OrderStatus = 'open' | 'pending' | 'paid' | 'expired' | 'failed' | 'refunded';

/** Why money of an order went back. */
export type RefundReason = 'failed_to_start' | 'at_stripe';

export interface Order {
  id: string;
  accountId: string;
  status: OrderStatus;
  /** Counts the keys used towards Stripe for this order. */
  attempt: number;
  amountCents: number;
  currency: string;
  stripeCheckoutId: string | null;
  stripeUrl: string | null;
  stripePaymentIntentId: string | null;
  sessionId: string | null;
  createdAt: Date;
}

export const ORDER_COLUMNS = `id, account_id AS "accountId", status, attempt,
  amount_cents AS "amountCents", currency, stripe_checkout_id AS "stripeCheckoutId", stripe_url AS "stripeUrl",
  stripe_payment_intent_id AS "stripePaymentIntentId", session_id AS "sessionId", created_at AS "createdAt"`;

/** What the customer is told. A refunded order was paid, and its session says why it ended; without one it failed. */
export function checkoutStatus({ status, sessionId }: Pick<Order, 'status' | 'sessionId'>): CheckoutStatus {
  if (status !== 'refunded') return status;
  return sessionId === null ? 'failed' : 'paid';
}
