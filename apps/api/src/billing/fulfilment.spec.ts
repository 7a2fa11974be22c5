import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BillingApp } from '../../../../test/support/billing-app.js';
import { Buyer, stripeIdOf } from '../../../../test/support/buyer.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { SANDBOX_WEBHOOK_SECRET, StripeSandbox } from '../../../../test/support/stripe-sandbox.js';
import { until } from '../../../../test/support/until.js';
import { Reconciler } from './reconciler.js';

/** Two nodes on one database; Stripe tells the first. */
describe('a paid order', () => {
  let database: TestDatabase;
  let sandbox: StripeSandbox;
  let nodes: BillingApp[] = [];
  let buyer: Buyer;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sandbox = await StripeSandbox.start();
    for (let n = 0; n < 2; n++) nodes.push(await BillingApp.start(database.url, sandbox));
    sandbox.sendWebhooksTo(first().webhookUrl);
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    nodes = [];
    await sandbox?.stop();
    await database?.stop();
  });
  beforeEach(async () => {
    await sandbox.faults({ duplicate: 0, delayMs: 0, drop: false, reorder: false, badSignature: false });
    buyer = await Buyer.arrive(first().url, sandbox);
  });

  const first = () => nodes[0] as BillingApp;
  const sessionsOf = (orderId: string) =>
    database.query<{ id: string; state: string }>('SELECT id, state FROM sessions WHERE order_id = $1', [
      orderId,
    ]);
  const settled = (orderId: string) =>
    until('the order has a session', async () => (await buyer.look(orderId)).sessionId);
  const paymentOf = async (url: string) =>
    String((await sandbox.client().checkout.sessions.retrieve(stripeIdOf(url))).payment_intent);
  /** Moves the order into the past, where the reconciler looks. */
  const age = (orderId: string) =>
    database.query(
      `UPDATE orders SET created_at = created_at - interval '1 hour', asked_at = NULL WHERE id = $1`,
      [orderId],
    );
  const reconcile = () => first().app.get(Reconciler).run();

  it('becomes a session though the customer never returns, and a late return finds it (P10, P12)', async () => {
    const orderId = await buyer.buy();
    const [session] = await until('a session', async () => {
      const rows = await sessionsOf(orderId);
      return rows[0]?.state === 'active' && rows;
    });
    const [order] = await database.query('SELECT status, session_id FROM orders WHERE id = $1', [orderId]);
    expect(order).toEqual({ status: 'paid', session_id: session?.id });
    expect(await buyer.look(orderId)).toMatchObject({ status: 'paid', sessionId: session?.id });
    expect(await sessionsOf(orderId)).toHaveLength(1);
  });

  it('becomes a session by the return page when the webhook is lost, and no other when it comes late (P9, P13)', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    const { status, sessionId } = await buyer.look(orderId);
    expect([status, sessionId]).toEqual(['paid', expect.any(String)]);
    await sandbox.faults({ drop: false });
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    await fetch(`${sandbox.origin}/sandbox/events/${data[0]?.id}/deliver`, { method: 'POST' });
    await until('the webhook is handled', async () => {
      const [event] = await database.query<{ state: string }>(
        'SELECT state FROM stripe_events WHERE id = $1',
        [data[0]?.id],
      );
      return event?.state === 'processed';
    });
    expect((await sessionsOf(orderId)).map(({ id }) => id)).toEqual([sessionId]);
  });

  it('becomes a session by the reconciler when webhook and customer stay away (P13)', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    await age(orderId);
    await reconcile();
    expect(await sessionsOf(orderId)).toHaveLength(1);
  });

  it('becomes one session by fifty webhooks at once and two open return pages on two nodes', async () => {
    await sandbox.faults({ duplicate: 49 });
    const { checkoutId, url } = await buyer.checkout();
    const elsewhere = (nodes[1] as BillingApp).url;
    const look = (origin: string) =>
      fetch(`${origin}/api/billing/checkouts/${checkoutId}`, {
        headers: { authorization: `Bearer ${buyer.visitor.accessToken}` },
      });
    const paying = sandbox.pay(stripeIdOf(url));
    await Promise.all([
      paying,
      ...Array.from({ length: 10 }, (_, n) => look(n % 2 ? elsewhere : first().url)),
    ]);
    await settled(checkoutId);
    expect(await sessionsOf(checkoutId)).toHaveLength(1);
    // delivered means that every one of the fifty was answered 2xx
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    expect(data).toMatchObject([{ pending_webhooks: 0, data: { object: { id: stripeIdOf(url) } } }]);
    const created = await database.query(
      `SELECT 1 FROM session_events e JOIN sessions s ON s.id = e.session_id
       WHERE s.order_id = $1 AND e.name = 'session.created'`,
      [checkoutId],
    );
    expect(created).toHaveLength(1);
  });

  it('becomes one session by the same event a hundred times at once, on two nodes (P20)', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    const payload = JSON.stringify(data[0]);
    const signature = sandbox
      .client()
      .webhooks.generateTestHeaderString({ payload, secret: SANDBOX_WEBHOOK_SECRET });
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        fetch((nodes[n % 2] as BillingApp).webhookUrl, { method: 'POST', headers, body: payload }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await settled(orderId);
    expect(await sessionsOf(orderId)).toHaveLength(1);
  });

  it('is settled once when everybody settles it at the same moment', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    await age(orderId);
    await Promise.all(nodes.flatMap((node) => [node.app.get(Reconciler).run(), buyer.look(orderId)]));
    await settled(orderId);
    expect(await sessionsOf(orderId)).toHaveLength(1);
  });

  it('waits as pending for the days a bank takes, then becomes a session with all of its time (P14, P15)', async () => {
    const { checkoutId, url } = await buyer.checkout();
    await sandbox.payByBank(stripeIdOf(url));
    await until('pending', async () => (await buyer.look(checkoutId)).status === 'pending');
    expect(await sessionsOf(checkoutId)).toEqual([]);
    const somebodyElse = await Buyer.arrive(first().url, sandbox);
    expect([await buyer.pending(), await somebodyElse.pending()]).toEqual([[checkoutId], []]);
    await database.query(
      `UPDATE orders SET created_at = created_at - interval '2 days', reserved_until = reserved_until - interval '2 days',
         asked_at = NULL WHERE id = $1`,
      [checkoutId],
    );
    await reconcile();
    expect((await buyer.look(checkoutId)).status).toBe('pending');
    await sandbox.settle(await paymentOf(url), 'succeeded');
    await settled(checkoutId);
    const [session] = await until('it is active', async () => {
      const rows = await database.query<{ hours: number | null }>(
        'SELECT extract(epoch FROM expires_at - activated_at)::float8 / 3600 AS hours FROM sessions WHERE order_id = $1',
        [checkoutId],
      );
      return typeof rows[0]?.hours === 'number' && rows;
    });
    expect(session?.hours).toBe(24);
    expect(await sessionsOf(checkoutId)).toHaveLength(1);
    expect(await buyer.pending()).toEqual([]);
  });

  it('becomes nothing when the bank refuses (P16)', async () => {
    const { checkoutId, url } = await buyer.checkout();
    await sandbox.payByBank(stripeIdOf(url));
    await sandbox.settle(await paymentOf(url), 'failed');
    await until('failed', async () => (await buyer.look(checkoutId)).status === 'failed');
    expect(await sessionsOf(checkoutId)).toEqual([]);
  });

  it('becomes one session when the bank’s yes arrives before the checkout’s (P18)', async () => {
    await sandbox.faults({ reorder: true });
    const { checkoutId, url } = await buyer.checkout();
    const paying = sandbox.payByBank(stripeIdOf(url));
    const payment = await until('the payment', async () => {
      const id = await paymentOf(url);
      return id !== 'null' && id;
    });
    await sandbox.settle(payment, 'succeeded');
    await paying;
    await settled(checkoutId);
    expect(await sessionsOf(checkoutId)).toHaveLength(1);
  });

  it('is honoured though it was given up the moment before the money came', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    await database.query(`UPDATE orders SET status = 'expired', closed_at = now() WHERE id = $1`, [orderId]);
    await sandbox.faults({ drop: false });
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    await fetch(`${sandbox.origin}/sandbox/events/${data[0]?.id}/deliver`, { method: 'POST' });
    await until('a session', async () => (await sessionsOf(orderId)).length === 1);
  });

  it('is expired by the reconciler, here and at Stripe, when its place is no longer kept', async () => {
    const { checkoutId, url } = await buyer.checkout();
    await age(checkoutId);
    await database.query(`UPDATE orders SET reserved_until = 'epoch' WHERE id = $1`, [checkoutId]);
    await reconcile();
    expect(await buyer.look(checkoutId)).toMatchObject({ status: 'expired' });
    expect((await sandbox.pay(stripeIdOf(url))).status).toBe(410);
  });

  it('whose amount at Stripe is not ours becomes nothing', async () => {
    await sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    await database.query('UPDATE orders SET amount_cents = 200 WHERE id = $1', [orderId]);
    expect((await buyer.look(orderId)).status).toBe('open');
    expect(await sessionsOf(orderId)).toEqual([]);
  });
});
