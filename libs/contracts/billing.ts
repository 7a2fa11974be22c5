import * as z from 'zod';
import { CheckoutId, SessionId, Timestamp } from './scalars.js';

/** The client chooses nothing about money: the body is empty, and what it may hold is ignored. */
export const CheckoutBody = z.object({});

export const CheckoutCreated = z.object({ checkoutId: CheckoutId, url: z.url() });
export type CheckoutCreated = z.infer<typeof CheckoutCreated>;

export const CheckoutStatus = z.enum(['open', 'pending', 'paid', 'expired', 'failed']);
export type CheckoutStatus = z.infer<typeof CheckoutStatus>;

export const CheckoutView = z.object({
  id: CheckoutId,
  status: CheckoutStatus,
  sessionId: SessionId.optional(),
});
export type CheckoutView = z.infer<typeof CheckoutView>;

/** GET /api/billing/checkouts/pending: the caller's payments that a bank has not answered yet, the oldest first. */
export const PendingCheckouts = z.object({
  items: z.array(z.object({ id: CheckoutId, createdAt: Timestamp })),
});
export type PendingCheckouts = z.infer<typeof PendingCheckouts>;

/** GET /api/billing/offer, open: what one session costs, for the pages that say so. */
export const Offer = z.object({
  amountCents: z.int(),
  currency: z.string(),
  ttlSeconds: z.int(),
  available: z.boolean(),
});
export type Offer = z.infer<typeof Offer>;
