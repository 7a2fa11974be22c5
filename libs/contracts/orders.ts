import * as z from 'zod';
import { OrderKind } from './billing.js';
import { pageOf } from './page.js';
import { CheckoutId, SessionId, Timestamp } from './scalars.js';
import { EndReason, SessionState } from './sessions.js';

/** `paid` and `refunded` are about all of the money; what of it went back is in `refund`. */
export const OrderStatus = z.enum(['open', 'pending', 'paid', 'expired', 'failed', 'refunded']);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** `requested`: we want it; `pending`: Stripe does it; `failed` and `canceled`: the money is still here, a person decides. */
export const RefundState = z.enum(['requested', 'pending', 'succeeded', 'failed', 'canceled']);
export type RefundState = z.infer<typeof RefundState>;

/**
 * Why money goes back: no desktop could be started; the session had ended when its extension was paid; an administrator
 * gave it back; a person did so at Stripe.
 */
export const RefundReason = z.enum(['failed_to_start', 'session_over', 'by_admin', 'at_stripe']);
export type RefundReason = z.infer<typeof RefundReason>;

/** What a customer bought. An extension's session is the one it prolonged. */
export const CustomerOrder = z.object({
  id: CheckoutId,
  kind: OrderKind,
  status: OrderStatus,
  amountCents: z.int(),
  currency: z.string(),
  createdAt: Timestamp,
  paidAt: Timestamp.nullable(),
  session: z
    .object({ id: SessionId, reference: z.string(), state: SessionState, endReason: EndReason.nullable() })
    .nullable(),
  /** Stripe's page with the receipt; there once the payment is. */
  receiptUrl: z.url().nullable(),
  /** All that went back or is about to; null when none is. A failed one is told as `pending`: a person is looking at it. */
  refund: z
    .object({ state: z.enum(['pending', 'succeeded']), amountCents: z.int(), at: Timestamp })
    .nullable(),
  disputed: z.boolean(),
});
export type CustomerOrder = z.infer<typeof CustomerOrder>;

/** GET /api/billing/orders?limit=&cursor=: the caller's orders that were paid for, or that a bank still works on, newest first. */
export const CustomerOrderList = pageOf(CustomerOrder);
export type CustomerOrderList = z.infer<typeof CustomerOrderList>;
