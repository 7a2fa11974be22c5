import type Stripe from 'stripe';
import { newId } from '../ids.js';

/** What the customer chose to pay with; of a number only the last four digits are ever kept. */
export type Instrument =
  { type: 'card'; brand: string; last4: string } | { type: 'us_bank_account'; last4: string };

export interface NewCharge {
  payment: Stripe.PaymentIntent;
  instrument: Instrument;
  status: 'succeeded' | 'pending' | 'failed';
  failure?: { code: string; message: string };
  email: string | null;
  name: string | null;
  created: number;
}

/** One try at taking the money of a payment. Bank debits are `py_…` at Stripe, cards `ch_…`. */
export function newCharge(charge: NewCharge): Stripe.Charge {
  const { payment, instrument, status, failure } = charge;
  return {
    id: newId(instrument.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: payment.amount,
    amount_captured: status === 'failed' ? 0 : payment.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: charge.email, name: charge.name, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: status !== 'failed',
    created: charge.created,
    currency: payment.currency,
    customer: null,
    description: payment.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: null,
    livemode: false,
    metadata: payment.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: status === 'succeeded',
    payment_intent: payment.id,
    payment_method: newId('pm'),
    payment_method_details: methodDetails(instrument),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** The part of Stripe's details that a receipt shows; the rest is not modelled. */
function methodDetails(instrument: Instrument): Stripe.Charge.PaymentMethodDetails {
  const details =
    instrument.type === 'card'
      ? { type: 'card', card: { brand: instrument.brand, last4: instrument.last4 } }
      : { type: 'us_bank_account', us_bank_account: { last4: instrument.last4 } };
  return details as unknown as Stripe.Charge.PaymentMethodDetails;
}
