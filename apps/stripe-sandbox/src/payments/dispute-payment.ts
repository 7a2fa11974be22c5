import type Stripe from 'stripe';
import { nowSeconds, type Services } from '../services.js';
import { newDispute } from './dispute.js';
import { succeededChargeOf } from './succeeded-charge.js';

/** The bank takes the payment back, once. @returns undefined when there is nothing to take, or it was taken already */
export function disputePayment(
  services: Services,
  paymentId: string,
  reason: string,
): Stripe.Dispute | undefined {
  const { objects, journal, store } = services;
  return store.transaction(() => {
    const charge = succeededChargeOf(services, paymentId);
    if (!charge || charge.disputed || charge.refunded) return undefined;
    const dispute = newDispute({ charge, reason, created: nowSeconds(services) });
    charge.disputed = true;
    objects.insert(dispute);
    objects.update(charge);
    journal.record('charge.dispute.created', dispute);
    return dispute;
  });
}

/** The bank decides, once. @returns undefined for a dispute that is not open */
export function closeDispute(
  services: Services,
  disputeId: string,
  outcome: 'won' | 'lost',
): Stripe.Dispute | undefined {
  const { objects, journal, store } = services;
  return store.transaction(() => {
    const dispute = objects.find('dispute', disputeId);
    if (dispute?.status !== 'needs_response') return undefined;
    dispute.status = outcome;
    objects.update(dispute);
    journal.record('charge.dispute.closed', dispute);
    return dispute;
  });
}
