import type Stripe from 'stripe';
import type { Services } from '../services.js';

/** The bank sends a refund back, days after it seemed to succeed. @returns undefined for one that cannot fail any more */
export function failRefund(services: Services, refundId: string): Stripe.Refund | undefined {
  const { objects, journal, store } = services;
  return store.transaction(() => {
    const refund = objects.find('refund', refundId);
    const charge = objects.find('charge', String(refund?.charge));
    if (refund?.status !== 'succeeded' || !charge) return undefined;
    Object.assign(refund, { status: 'failed', failure_reason: 'lost_or_stolen_card' });
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
    objects.update(refund);
    objects.update(charge);
    journal.record('refund.updated', refund);
    journal.record('refund.failed', refund);
    return refund;
  });
}
