import type { Services } from '../services.js';
import { succeededChargeOf } from '../payments/succeeded-charge.js';
import type { MadePayment } from './payments-section.js';

const LATEST = 20;

/** The payments that were made last, with what befell each. */
export function latestPayments(services: Services): MadePayment[] {
  const { objects } = services;
  const made = objects.page('payment_intent', { equal: { status: 'succeeded' } }, { limit: LATEST }).items;
  return made.flatMap((payment) => {
    const charge = succeededChargeOf(services, payment.id);
    if (!charge) return [];
    const of = { payment_intent: payment.id };
    return [
      { payment, charge, refunds: objects.where('refund', of), disputes: objects.where('dispute', of) },
    ];
  });
}
