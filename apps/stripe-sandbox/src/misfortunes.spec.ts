import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { StripeSandbox } from '../../../test/support/stripe-sandbox.js';

describe('what befalls a payment afterwards', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start();
    stripe = sandbox.client();
  });
  afterAll(() => sandbox.stop());

  async function paid(): Promise<{ payment: string; charge: string }> {
    const { id } = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://localhost:3000/',
      line_items: [
        { quantity: 1, price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'A day' } } },
      ],
    });
    await sandbox.pay(id);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(id, {
      expand: ['payment_intent'],
    });
    const { id: payment, latest_charge } = payment_intent as Stripe.PaymentIntent;
    return { payment, charge: String(latest_charge) };
  }
  const eventsOf = async (id: string) => {
    const { data } = await stripe.events.list({ limit: 100 });
    return data
      .filter(({ data: { object } }) => (object as { id?: string }).id === id)
      .map(({ type }) => type);
  };

  it('is disputed once and decided once', async () => {
    const { payment, charge } = await paid();
    const { id } = await sandbox.dispute(payment);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'needs_response',
      reason: 'fraudulent',
      charge,
      amount: 100,
    });
    expect((await stripe.charges.retrieve(charge)).disputed).toBe(true);
    expect((await sandbox.dispute(payment)).id).toBeUndefined();
    await sandbox.closeDispute(id, 'lost');
    expect((await sandbox.closeDispute(id, 'won')).status).toBe(409);
    expect((await stripe.disputes.list({ charge })).data.map(({ status }) => status)).toEqual(['lost']);
    expect(await eventsOf(id)).toEqual(['charge.dispute.closed', 'charge.dispute.created']);
  });

  it('is warned of', async () => {
    const { payment, charge } = await paid();
    await sandbox.warnOfFraud(payment);
    const { data } = await stripe.radar.earlyFraudWarnings.list({ charge });
    expect(data).toMatchObject([{ fraud_type: 'unauthorized_use_of_card', payment_intent: payment }]);
    expect(await eventsOf(String(data[0]?.id))).toEqual(['radar.early_fraud_warning.created']);
  });

  it('is given back and comes back', async () => {
    const { payment, charge } = await paid();
    const { id } = await stripe.refunds.create({ payment_intent: payment });
    await sandbox.failRefund(id);
    expect(await stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: false, amount_refunded: 0 });
    expect(await eventsOf(id)).toEqual(['refund.failed', 'refund.updated', 'refund.created']);
    expect((await sandbox.failRefund(id)).status).toBe(409);
  });

  it('has a receipt that says no real money was moved', async () => {
    const { charge } = await paid();
    const { receipt_url } = await stripe.charges.retrieve(charge);
    expect(await (await fetch(String(receipt_url))).text()).toContain('$1.00');
  });

  it('is given back in parts by hand, never more than was paid', async () => {
    const { payment, charge } = await paid();
    expect(await (await sandbox.refundByHand(payment, 40)).json()).toMatchObject({ amount: 40 });
    expect((await sandbox.refundByHand(payment, 61)).status).toBe(409);
    expect((await sandbox.refundByHand(payment, 0)).status).toBe(400);
    expect(await (await sandbox.refundByHand(payment)).json()).toMatchObject({ amount: 60 });
    expect((await sandbox.refundByHand(payment)).status).toBe(409);
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 100 });
    expect(await eventsOf(charge)).toContain('charge.refunded');
  });

  it('offers on its page what can befall each payment, and no longer what cannot', async () => {
    const { payment } = await paid();
    const rowOf = async () => {
      const page = await (await fetch(`${sandbox.origin}/sandbox`)).text();
      return page.slice(page.indexOf(`<code>${payment}</code>`)).split('</tr>')[0] ?? '';
    };
    expect(await rowOf()).toMatch(/refund"[^]*dispute"[^]*warn"/);
    const press = (what: string, body: Record<string, string> = {}) =>
      fetch(`${sandbox.origin}/sandbox/${what}`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(body),
      });
    expect((await press(`payments/${payment}/refund`, { amount: '40' })).status).toBe(303);
    expect(await rowOf()).toContain('$0.40 succeeded');
    expect((await press(`payments/${payment}/dispute`)).status).toBe(303);
    const open = await rowOf();
    expect(open).toContain('Let the shop win');
    expect(open).not.toContain('/dispute"');
    const { data } = await stripe.disputes.list({ payment_intent: payment });
    expect((await press(`disputes/${data[0]?.id}/close`, { outcome: 'lost' })).status).toBe(303);
    expect(await rowOf()).not.toContain('Let the shop win');
  });
});
