import type Stripe from 'stripe';
import { newId } from '../ids.js';

export interface NewRefund {
  charge: Stripe.Charge;
  amount: number;
  reason: Stripe.Refund['reason'];
  metadata: Record<string, string>;
  created: number;
}

/** Money on its way back. It succeeds at once here; whether it comes back later is a matter of the controls. */
export function newRefund(refund: NewRefund): Stripe.Refund {
  return {
    id: newId(refund.charge.id.startsWith('ch_') ? 're' : 'pyr'),
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.charge.id,
    created: refund.created,
    currency: refund.charge.currency,
    customer: null,
    customer_account: null,
    metadata: refund.metadata,
    payment_intent: refund.charge.payment_intent,
    payment_method: refund.charge.payment_method,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}
