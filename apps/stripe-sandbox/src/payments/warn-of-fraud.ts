import type Stripe from 'stripe';
import { newId } from '../ids.js';
import { nowSeconds, type Services } from '../services.js';
import { succeededChargeOf } from './succeeded-charge.js';

/** A card's issuer says that a payment is probably fraudulent. @returns undefined when nothing was paid */
export function warnOfFraud(
  services: Services,
  paymentId: string,
): Stripe.Radar.EarlyFraudWarning | undefined {
  const { objects, journal, store } = services;
  return store.transaction(() => {
    const charge = succeededChargeOf(services, paymentId);
    if (!charge) return undefined;
    const warning: Stripe.Radar.EarlyFraudWarning = {
      id: newId('issfr'),
      object: 'radar.early_fraud_warning',
      actionable: !charge.refunded && !charge.disputed,
      charge: charge.id,
      created: nowSeconds(services),
      fraud_type: 'unauthorized_use_of_card',
      livemode: false,
      payment_intent: paymentId,
    };
    objects.insert(warning);
    journal.record('radar.early_fraud_warning.created', warning);
    return warning;
  });
}
