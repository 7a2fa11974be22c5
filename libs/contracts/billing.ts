import * as z from 'zod';
import { CheckoutId, SessionId, Timestamp } from './scalars.js';

/**
 * POST /api/billing/checkout. The client chooses nothing about money: only whether it buys a session, or, with `extends`,
 * more time for one that is active. Whatever else the body holds is ignored.
 *
 * For an extension also: NOT_FOUND for a session that is not the caller's, DESKTOP_NOT_READY before it is active,
 * SESSION_ENDED after its end.
 */
export const CheckoutBody = z.object({ extends: SessionId.optional() });
export type CheckoutBody = z.infer<typeof CheckoutBody>;

export const CheckoutCreated = z.object({ checkoutId: CheckoutId, url: z.url() });
export type CheckoutCreated = z.infer<typeof CheckoutCreated>;

export const CheckoutStatus = z.enum(['open', 'pending', 'paid', 'expired', 'failed']);
export type CheckoutStatus = z.infer<typeof CheckoutStatus>;

/** What an order buys: a session, or more time for one. */
export const OrderKind = z.enum(['first', 'extension']);
export type OrderKind = z.infer<typeof OrderKind>;

/**
 * `sessionId`: of an extension the session it prolongs, from the beginning; of a first order its session, once paid.
 * `refunded`: the money went back, or is about to; an extension that was paid when its session had ended is.
 */
export const CheckoutView = z.object({
  id: CheckoutId,
  kind: OrderKind,
  status: CheckoutStatus,
  sessionId: SessionId.optional(),
  refunded: z.boolean(),
});
export type CheckoutView = z.infer<typeof CheckoutView>;

/** GET /api/billing/checkouts/pending: the caller's payments that a bank has not answered yet, the oldest first. */
export const PendingCheckouts = z.object({
  items: z.array(z.object({ id: CheckoutId, createdAt: Timestamp })),
});
export type PendingCheckouts = z.infer<typeof PendingCheckouts>;

/** GET /api/billing/offer, open: what one session costs, and so does each extension, for the pages that say so. */
export const Offer = z.object({
  amountCents: z.int(),
  currency: z.string(),
  ttlSeconds: z.int(),
  available: z.boolean(),
  /** Every session here is recorded, by the operator's policy. */
  isRecorded: z.boolean().default(false),
});
export type Offer = z.infer<typeof Offer>;
