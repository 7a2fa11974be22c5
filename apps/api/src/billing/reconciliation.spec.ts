import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { stripeIdOf } from '../../../../test/support/buyer.js';
import { MoneyStage } from '../../../../test/support/money-stage.js';
import { DailyReview } from './daily-review.js';
import { MoneyOverview } from './money-overview.js';
import { Rounds } from './rounds.js';
import { UndeliveredEvents } from './undelivered-events.js';

/** Every message is lost; nothing but reconciliation tells. */
describe('without a single webhook', () => {
  let stage: MoneyStage;
  beforeAll(async () => {
    stage = await MoneyStage.open();
    await stage.sandbox.faults({ drop: true });
  });
  afterAll(() => stage?.close());
  beforeEach(() => register.resetMetrics());

  const repaired = async (what: string) => {
    const metric = await register.getSingleMetric('billing_repairs_total')?.get();
    return metric?.values.find(({ labels }) => labels['what'] === what)?.value ?? 0;
  };
  const undelivered = () => stage.node.app.get(UndeliveredEvents).run();
  const review = () => stage.node.app.get(DailyReview).run();
  const paid = async () => {
    const buyer = await stage.buyer();
    const orderId = await buyer.buy();
    expect((await stage.order(orderId)).status).toBe('open');
    return { buyer, orderId };
  };

  it('every order is brought right from what Stripe could not deliver, after an outage of three days (P47)', async () => {
    const orders = [(await paid()).orderId, (await paid()).orderId];
    await stage.database.query(`UPDATE orders SET created_at = created_at - interval '72 hours'`);
    await undelivered();
    for (const orderId of orders) await stage.orderBecomes(orderId, 'paid');
    expect(await repaired('undelivered_event')).toBeGreaterThanOrEqual(2);
    register.resetMetrics();
    await undelivered();
    expect(await repaired('undelivered_event')).toBe(0);
  });

  it('a payment whose event nobody keeps any more is found by the daily review (P48)', async () => {
    const { orderId } = await paid();
    await review();
    expect((await stage.order(orderId)).status).toBe('paid');
    expect(await repaired('review')).toBeGreaterThanOrEqual(1);
  });

  it('an order that we lost the checkout of is found from Stripe’s side', async () => {
    const { orderId } = await paid();
    await stage.database.query('UPDATE orders SET stripe_checkout_id = NULL WHERE id = $1', [orderId]);
    await review();
    expect((await stage.order(orderId)).status).toBe('paid');
  });

  it('refunds and disputes that were made at Stripe are found from Stripe’s side', async () => {
    const [one, other] = [await paid(), await paid()];
    await review();
    const payment = async (id: string) => (await stage.order(id)).stripe_payment_intent_id;
    await stage.sandbox.client().refunds.create({ payment_intent: await payment(one.orderId) });
    await stage.sandbox.dispute(await payment(other.orderId));
    await review();
    expect((await stage.order(one.orderId)).status).toBe('refunded');
    expect(await stage.stateOf(String((await stage.order(one.orderId)).session_id))).toBe('refunded');
    expect(await stage.stateOf(String((await stage.order(other.orderId)).session_id))).toBe('disputed');
  });

  it('an honest house has nothing to repair', async () => {
    await review();
    register.resetMetrics();
    await review();
    expect(await repaired('review')).toBe(0);
  });

  it('a round is begun by one of many, once', async () => {
    const rounds = stage.node.app.get(Rounds);
    const claims = await Promise.all(Array.from({ length: 8 }, () => rounds.claim('a-test', 60)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    await rounds.forget('a-test');
    expect(await rounds.claim('a-test', 60)).toBe(true);
  });

  it('tells for how long somebody has paid and has nothing', async () => {
    stage.node.driver.startFails = true;
    const buyer = await stage.buyer();
    const { checkoutId, url } = await buyer.checkout();
    await stage.sandbox.pay(stripeIdOf(url));
    await buyer.look(checkoutId);
    await stage.database.query(`UPDATE orders SET paid_at = paid_at - interval '5 minutes' WHERE id = $1`, [
      checkoutId,
    ]);
    await stage.database.query(
      `UPDATE sessions SET state = 'provisioning', end_reason = NULL, ended_at = NULL WHERE order_id = $1`,
      [checkoutId],
    );
    await stage.node.app.get(MoneyOverview).refreshGauges();
    const metric = await register.getSingleMetric('paid_but_inactive_seconds')?.get();
    expect(metric?.values[0]?.value).toBeGreaterThanOrEqual(300);
  });
});
