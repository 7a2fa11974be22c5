import type Stripe from 'stripe';
import type { Cause } from '../events/journal.js';
import { nowSeconds, type Services } from '../services.js';
import { newRefund } from './refund.js';

export interface RefundOrder {
  charge: Stripe.Charge;
  /** All that is left when absent. */
  amount?: number | undefined;
  reason?: Stripe.Refund['reason'] | undefined;
  metadata: Record<string, string>;
}

export type RefundRefusal = 'already_refunded' | 'too_much' | 'not_paid';

export type Refunded = { ok: true; refund: Stripe.Refund } | { ok: false; why: RefundRefusal; left: number };

/** Gives money back inside the caller's transaction, never more than was taken. */
export function refundPayment(services: Services, order: RefundOrder, cause: Cause): Refunded {
  const { objects, journal } = services;
  const { charge } = order;
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.status !== 'succeeded') return { ok: false, why: 'not_paid', left };
  if (charge.refunded) return { ok: false, why: 'already_refunded', left };
  const amount = order.amount ?? left;
  if (amount > left) return { ok: false, why: 'too_much', left };
  const refund = newRefund({
    charge,
    amount,
    reason: order.reason ?? null,
    metadata: order.metadata,
    created: nowSeconds(services),
  });
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  objects.insert(refund);
  objects.update(charge);
  journal.record('refund.created', refund, cause);
  journal.record('charge.refunded', charge, cause);
  return { ok: true, refund };
}
