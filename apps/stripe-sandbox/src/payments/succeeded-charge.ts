import type Stripe from 'stripe';
import type { Services } from '../services.js';

/** The charge that took a payment's money; undefined when none did. */
export function succeededChargeOf({ objects }: Services, paymentId: string): Stripe.Charge | undefined {
  const payment = objects.find('payment_intent', paymentId);
  if (payment?.status !== 'succeeded' || typeof payment.latest_charge !== 'string') return undefined;
  return objects.find('charge', payment.latest_charge);
}
