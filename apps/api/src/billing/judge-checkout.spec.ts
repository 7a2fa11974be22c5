import { describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { judgeCheckout } from './judge-checkout.js';
import type { Order } from './order.js';

const order = { id: 'the-order', amountCents: 100, currency: 'usd' } as Order;
const payment = {
  id: 'pi_1',
  status: 'succeeded',
  latest_charge: { id: 'ch_1', refunded: false, receipt_url: 'https://r' },
};

function judge(changes: object = {}, paymentChanges: object = {}) {
  const checkout = {
    metadata: { order_id: 'the-order' },
    amount_total: 100,
    currency: 'usd',
    livemode: false,
    status: 'complete',
    payment_status: 'paid',
    payment_intent: { ...payment, ...paymentChanges },
    ...changes,
  };
  return judgeCheckout(checkout as unknown as Stripe.Checkout.Session, order, false);
}

describe('judgeCheckout', () => {
  it.each([
    ['order', { metadata: { order_id: 'another' } }],
    ['order', { metadata: null }],
    ['amount', { amount_total: 99 }],
    ['amount', { amount_total: null }],
    ['currency', { currency: 'idr' }],
    ['mode', { livemode: true }],
    ['no payment', { payment_intent: null }],
    ['payment status', { payment_status: 'no_payment_required' }],
  ])('does nothing when it does not fit: %s', (why, changes) => {
    expect(judge(changes)).toEqual({ kind: 'mismatch', why });
  });

  it.each(['open', 'expired'])('takes %s for what it is', (status) => {
    expect(judge({ status, payment_status: 'unpaid', payment_intent: null })).toEqual({ kind: status });
  });

  it.each([
    ['processing', { kind: 'pending', paymentIntentId: 'pi_1' }],
    ['requires_payment_method', { kind: 'failed' }],
    ['canceled', { kind: 'failed' }],
  ])('asks the payment when complete and unpaid: %s', (status, verdict) => {
    expect(judge({ payment_status: 'unpaid' }, { status })).toEqual(verdict);
  });

  it('sees money that came', () => {
    const payment = { paymentIntentId: 'pi_1', chargeId: 'ch_1', receiptUrl: 'https://r' };
    expect(judge()).toEqual({ kind: 'paid', payment });
  });

  it('does without the charge when Stripe did not tell of it', () => {
    expect(judge({}, { latest_charge: 'ch_1' })).toMatchObject({
      payment: { chargeId: 'ch_1', receiptUrl: null },
    });
  });

  it('sees money that came and went back', () => {
    expect(judge({}, { latest_charge: { id: 'ch_1', refunded: true } })).toEqual({
      kind: 'refunded',
      chargeId: 'ch_1',
    });
  });
});
