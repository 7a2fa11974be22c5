import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BillingApp } from '../../../../test/support/billing-app.js';
import { Buyer } from '../../../../test/support/buyer.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { StripeSandbox } from '../../../../test/support/stripe-sandbox.js';
import { until } from '../../../../test/support/until.js';
import { Reconciler } from './reconciler.js';
import { Refunds } from './refunds.js';

describe('a refund', () => {
  let database: TestDatabase;
  let sandbox: StripeSandbox;
  let billing: BillingApp;
  let buyer: Buyer;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sandbox = await StripeSandbox.start();
    billing = await BillingApp.start(database.url, sandbox);
    sandbox.sendWebhooksTo(billing.webhookUrl);
  });
  afterAll(async () => {
    await billing?.close();
    await sandbox?.stop();
    await database?.stop();
  });
  beforeEach(async () => {
    billing.driver.startFails = false;
    // what failed to start is old by now: for two minutes after three of them checkout would be closed
    await database.query(`UPDATE desktops SET created_at = created_at - interval '10 minutes'`);
    await sandbox.faults({ drop: false });
    buyer = await Buyer.arrive(billing.url, sandbox);
  });

  const sessionOf = async (orderId: string) => {
    const [row] = await database.query<{ id: string; state: string; end_reason: string | null }>(
      'SELECT id, state, end_reason FROM sessions WHERE order_id = $1',
      [orderId],
    );
    return row;
  };
  const orderOf = async (orderId: string) => {
    const [row] = await database.query<{ status: string; reason: string; payment: string }>(
      `SELECT status, refund_reason AS reason, stripe_payment_intent_id AS payment FROM orders WHERE id = $1`,
      [orderId],
    );
    if (!row) throw new Error('no order');
    return row;
  };
  const refundsOf = async (payment: string) =>
    (await sandbox.client().refunds.list({ payment_intent: payment })).data.map(({ amount }) => amount);
  const active = (orderId: string) =>
    until('active', async () => (await sessionOf(orderId))?.state === 'active');

  it('follows by itself, once, when no desktop can be started (P49)', async () => {
    billing.driver.startFails = true;
    const orderId = await buyer.buy();
    await until('refunded', async () => (await orderOf(orderId)).status === 'refunded');
    const { reason, payment } = await orderOf(orderId);
    expect(reason).toBe('failed_to_start');
    expect(await refundsOf(payment)).toEqual([100]);
    expect(await sessionOf(orderId)).toMatchObject({ state: 'ended', end_reason: 'failed_to_start' });
    expect(await buyer.look(orderId)).toMatchObject({ status: 'paid', sessionId: expect.any(String) });
  });

  it('is one, however many ask for it at once, and though a person made it already (P50)', async () => {
    const orderId = await buyer.buy();
    await active(orderId);
    const { payment } = await orderOf(orderId);
    const refunds = billing.app.get(Refunds);
    await sandbox.client().refunds.create({ payment_intent: payment });
    await Promise.all(Array.from({ length: 5 }, () => refunds.refund(orderId)));
    expect(await refundsOf(payment)).toEqual([100]);
  });

  it('made at Stripe ends the session', async () => {
    const orderId = await buyer.buy();
    await active(orderId);
    const { payment } = await orderOf(orderId);
    await sandbox.client().refunds.create({ payment_intent: payment });
    await until('ended', async () => (await sessionOf(orderId))?.end_reason === 'refunded');
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', reason: 'at_stripe' });
  });

  it('of a part leaves the session alone', async () => {
    const orderId = await buyer.buy();
    await active(orderId);
    const { payment } = await orderOf(orderId);
    await sandbox.client().refunds.create({ payment_intent: payment, amount: 40 });
    const handled = `SELECT 1 FROM stripe_events WHERE type = 'charge.refunded' AND state = 'processed'
      AND payload->'data'->'object'->>'payment_intent' = $1`;
    await until('the event is handled', async () => (await database.query(handled, [payment])).length === 1);
    expect(await sessionOf(orderId)).toMatchObject({ state: 'active' });
    expect((await orderOf(orderId)).status).toBe('paid');
  });

  it('that overtakes the payment leaves no session', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    const { data } = await sandbox.client().paymentIntents.list({ limit: 1 });
    await sandbox.client().refunds.create({ payment_intent: String(data[0]?.id) });
    expect(await buyer.look(orderId)).toMatchObject({ id: orderId, status: 'failed', refunded: true });
    expect(await sessionOf(orderId)).toBeUndefined();
  });

  it.each(['nothing', 'a part'])(
    'that nobody asked for is found by the reconciler, %s of it given back before',
    async (before) => {
      const orderId = await buyer.buy();
      await active(orderId);
      if (before === 'a part') {
        const { payment } = await orderOf(orderId);
        const { id } = await sandbox.client().refunds.create({ payment_intent: payment, amount: 40 });
        await until('it is known', async () => {
          return (await database.query('SELECT FROM refunds WHERE stripe_refund_id = $1', [id])).length === 1;
        });
      }
      await database.query(
        `UPDATE sessions SET state = 'ended', end_reason = 'failed_to_start', ended_at = now() - interval '1 hour'
       WHERE order_id = $1`,
        [orderId],
      );
      await billing.app.get(Reconciler).run();
      expect((await orderOf(orderId)).status).toBe('refunded');
    },
  );
});
