import * as z from 'zod';
import { OrderKind } from './billing.js';
import { CustomerOrder, OrderStatus, RefundReason, RefundState } from './orders.js';
import { pageOf } from './page.js';
import { AccountId, CheckoutId, PlainText, Timestamp } from './scalars.js';

const Customer = z.object({ id: AccountId, email: z.string(), frozen: z.boolean() });

/**
 * Money on its way back. `by`: who asked, an administrator's address, `system` or `stripe`. `note`: their reason, which
 * the customer never sees. `failure`: Stripe's word for why it failed.
 */
export const AdminRefund = z.object({
  id: z.uuid(),
  orderId: CheckoutId,
  customer: Customer,
  stripeRefundId: z.string().nullable(),
  amountCents: z.int(),
  currency: z.string(),
  state: RefundState,
  reason: RefundReason,
  by: z.string(),
  note: z.string().nullable(),
  failure: z.string().nullable(),
  createdAt: Timestamp,
  settledAt: Timestamp.nullable(),
});
export type AdminRefund = z.infer<typeof AdminRefund>;

/** GET /api/admin/refunds?state=&q=&limit=&cursor= */
export const AdminRefundList = pageOf(AdminRefund);
export type AdminRefundList = z.infer<typeof AdminRefundList>;

/** `open` until Stripe closed it; `withdrawn`: an inquiry that led to nothing, or a dispute that was prevented. */
export const DisputeState = z.enum(['open', 'won', 'lost', 'withdrawn']);
export type DisputeState = z.infer<typeof DisputeState>;

/** `stripeStatus` and `reason` are Stripe's own words. Respond at Stripe, before `evidenceDueAt`. */
export const AdminDispute = z.object({
  id: z.string(),
  orderId: CheckoutId,
  customer: Customer,
  sessionReference: z.string().nullable(),
  amountCents: z.int(),
  currency: z.string(),
  state: DisputeState,
  stripeStatus: z.string(),
  reason: z.string(),
  openedAt: Timestamp,
  evidenceDueAt: Timestamp.nullable(),
  closedAt: Timestamp.nullable(),
});
export type AdminDispute = z.infer<typeof AdminDispute>;

/** GET /api/admin/disputes?state=&q=&limit=&cursor= */
export const AdminDisputeList = pageOf(AdminDispute);
export type AdminDisputeList = z.infer<typeof AdminDisputeList>;

/** GET /api/admin/disputes/:id. `evidence`: what we know of the order, gathered when the dispute was opened, to show and to copy. */
export const AdminDisputeDetail = AdminDispute.extend({
  evidence: z.object({
    gatheredAt: Timestamp,
    /** Ready to be sent to a bank, in sentences. */
    summary: z.string(),
    facts: z.record(z.string(), z.unknown()),
  }),
});
export type AdminDisputeDetail = z.infer<typeof AdminDisputeDetail>;

/** A bank's word that a payment is probably fraudulent. Nothing follows by itself: refund before it becomes a dispute. */
export const FraudWarning = z.object({ id: z.string(), type: z.string(), at: Timestamp });
export type FraudWarning = z.infer<typeof FraudWarning>;

/** An order as finance sees it, with the payment it led to. */
export const AdminOrder = CustomerOrder.omit({ refund: true }).extend({
  customer: Customer,
  refundedCents: z.int(),
  /** The newest refund that matters: one that failed stays here until another one is asked for. */
  refund: z
    .object({ state: RefundState, reason: RefundReason, amountCents: z.int(), at: Timestamp })
    .nullable(),
  /** Whether POST /api/admin/orders/:id/refund would give money back now. */
  refundable: z.boolean(),
  payment: z
    .object({
      checkoutId: z.string().nullable(),
      paymentIntentId: z.string(),
      chargeId: z.string().nullable(),
    })
    .nullable(),
});
export type AdminOrder = z.infer<typeof AdminOrder>;

/**
 * GET /api/admin/orders?status=&kind=&q=&limit=&cursor=, newest first. `q` is part of an e-mail address or of a session's
 * reference, or the whole of an order's id or of one of Stripe's (`cs_ pi_ ch_ py_ re_ dp_`).
 */
export const AdminOrderList = pageOf(AdminOrder);
export type AdminOrderList = z.infer<typeof AdminOrderList>;
export const AdminOrderFilter = z.object({ status: OrderStatus.optional(), kind: OrderKind.optional() });

/** GET /api/admin/orders/:id: the order and all that was done about its money, the oldest first. */
export const AdminOrderDetail = AdminOrder.extend({
  refunds: z.array(AdminRefund),
  disputes: z.array(AdminDispute),
  fraudWarnings: z.array(FraudWarning),
});
export type AdminOrderDetail = z.infer<typeof AdminOrderDetail>;

/**
 * POST /api/admin/orders/:id/refund {reason}: gives all that is left back and ends the session at once (of an extension:
 * takes nothing else away). Answers AdminOrderDetail, 200; asked again the same. NOT_REFUNDABLE when there is no money to
 * give back.
 */
export const RefundOrderBody = z.strictObject({ reason: PlainText.trim().min(3).max(500) });
export type RefundOrderBody = z.infer<typeof RefundOrderBody>;

/** `parked`: kept without effect, `why` says why; `failed`: given up after many tries. Both can be replayed. */
export const StripeEventState = z.enum(['received', 'processed', 'parked', 'failed']);
export type StripeEventState = z.infer<typeof StripeEventState>;

export const AdminStripeEvent = z.object({
  id: z.string(),
  type: z.string(),
  state: StripeEventState,
  livemode: z.boolean(),
  apiVersion: z.string().nullable(),
  objectId: z.string().nullable(),
  why: z.string().nullable(),
  attempts: z.int(),
  receivedAt: Timestamp,
  processedAt: Timestamp.nullable(),
});
export type AdminStripeEvent = z.infer<typeof AdminStripeEvent>;

/**
 * GET /api/admin/stripe-events?state=&q=&limit=&cursor=, newest first; without `state` all of them. `q` is part of an id, of
 * a type or of the object's id. POST /api/admin/stripe-events/:id/replay: handles a parked or failed one again, now;
 * answers AdminStripeEvent as it is then, 200. One of the other mode stays parked.
 */
export const AdminStripeEventList = pageOf(AdminStripeEvent);
export type AdminStripeEventList = z.infer<typeof AdminStripeEventList>;

/** GET /api/admin/money: how much waits for a person, for badges. */
export const AdminMoneyOverview = z.object({
  eventsParked: z.int(),
  eventsFailed: z.int(),
  refundsFailed: z.int(),
  disputesOpen: z.int(),
  /** Of the order that was paid and has had no active session for the longest; 0 when there is none. */
  paidButInactiveSeconds: z.number(),
});
export type AdminMoneyOverview = z.infer<typeof AdminMoneyOverview>;
