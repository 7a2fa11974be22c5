import type { EntityManager } from 'typeorm';
import type { CheckoutStatus, OrderKind, OrderStatus } from '#contracts';

/**
 * `open` until the customer pays, `pending` while a bank takes its time, then `paid`, or `failed` or `expired` without
 * money; `refunded` when all of it went back. Every change is one guarded UPDATE in `order-changes.ts`.
 */
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
  /** What a first order led to. */
  sessionId: string | null;
  /** What an extension prolongs, and by how much. */
  extendsSessionId: string | null;
  extensionSeconds: number | null;
  createdAt: Date;
}

/** The payment that an order was paid with, as Stripe names it. */
export interface Payment {
  paymentIntentId: string;
  chargeId: string | null;
  receiptUrl: string | null;
}

export const ORDER_COLUMNS = `id, account_id AS "accountId", status, attempt,
  amount_cents AS "amountCents", currency, stripe_checkout_id AS "stripeCheckoutId", stripe_url AS "stripeUrl",
  stripe_payment_intent_id AS "stripePaymentIntentId", session_id AS "sessionId",
  extends_session_id AS "extendsSessionId", extension_seconds AS "extensionSeconds", created_at AS "createdAt"`;

export function kindOf({ extendsSessionId }: Pick<Order, 'extendsSessionId'>): OrderKind {
  return extendsSessionId === null ? 'first' : 'extension';
}

/** What the customer is told. A refunded order was paid, and its session says why it ended; without one it failed. */
export function checkoutStatus({
  status,
  sessionId,
  extendsSessionId,
}: Pick<Order, 'status' | 'sessionId' | 'extendsSessionId'>): CheckoutStatus {
  if (status !== 'refunded') return status;
  return (sessionId ?? extendsSessionId) === null ? 'failed' : 'paid';
}

/** @param update an UPDATE of one order. @returns the order as it is then; undefined when its guard did not hold */
export async function changeOrder(
  manager: EntityManager,
  update: string,
  values: unknown[],
): Promise<Order | undefined> {
  const [[row]] = await manager.query<[Order[], number]>(`${update} RETURNING ${ORDER_COLUMNS}`, values);
  return row;
}
