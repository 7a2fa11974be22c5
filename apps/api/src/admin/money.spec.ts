import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AdminMoneyOverview,
  AdminOrderDetail,
  AdminOrderList,
  AdminRefundList,
  AdminStripeEvent,
  AdminStripeEventList,
  type AdminOrder,
} from '#contracts';
import { problemOf, type Visitor } from '../../../../test/support/accounts.js';
import { MoneyStage } from '../../../../test/support/money-stage.js';
import { until } from '../../../../test/support/until.js';

describe('finance', () => {
  let stage: MoneyStage;
  let admin: Visitor;
  beforeAll(async () => {
    stage = await MoneyStage.open();
    admin = await stage.admin();
  });
  afterAll(() => stage?.close());

  const read = async (path: string): Promise<unknown> => (await admin.send('GET', path)).json();
  const find = async (q: string): Promise<AdminOrder[]> =>
    AdminOrderList.parse(await read(`/api/admin/orders?q=${encodeURIComponent(q)}`)).items;
  const detail = async (id: string) => AdminOrderDetail.parse(await read(`/api/admin/orders/${id}`));
  const refund = (id: string, reason: string) => admin.post(`/api/admin/orders/${id}/refund`, { reason });

  it.each([
    ['GET', '/api/admin/orders'],
    ['GET', '/api/admin/refunds'],
    ['GET', '/api/admin/disputes'],
    ['GET', '/api/admin/stripe-events'],
    ['GET', '/api/admin/money'],
    ['POST', `/api/admin/orders/${crypto.randomUUID()}/refund`],
    ['POST', '/api/admin/stripe-events/evt_1/replay'],
    ['POST', `/api/admin/users/${crypto.randomUUID()}/unfreeze`],
  ])('is closed to customers: %s %s', async (method, path) => {
    const { visitor } = await stage.buyer();
    const body = method === 'POST' ? { body: { reason: 'mine' } } : {};
    expect((await visitor.send(method, path, body)).status).toBe(403);
  });

  it('finds an order by the customer, the reference, its id and those of Stripe, whole or in part', async () => {
    const { buyer, orderId, payment } = await stage.activeSession();
    const [order] = await find(buyer.email.slice(0, 20));
    expect(order).toMatchObject({ id: orderId, kind: 'first', status: 'paid', refundable: true });
    const reference = String(order?.session?.reference);
    for (const q of [
      orderId,
      payment,
      String(order?.payment?.checkoutId),
      String(order?.payment?.chargeId),
      reference,
    ]) {
      expect((await find(q)).map(({ id }) => id)).toEqual([orderId]);
    }
    expect(await find('%')).toEqual([]);
    expect(order?.receiptUrl).toMatch(/^http/);
  });

  it('turns the pages of every list, each row once', async () => {
    for (let n = 0; n < 3; n += 1) await (await stage.buyer()).checkout();
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor && `&cursor=${cursor}`;
      const page = AdminOrderList.parse(await read(`/api/admin/orders?limit=2${query}`));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const [count] = await stage.database.query<{ n: number }>('SELECT count(*)::int AS n FROM orders');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(count?.n ?? -1);
    expect(await problemOf(await admin.send('GET', '/api/admin/orders?cursor=x'))).toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  it('gives a dollar back: the session ends at once, the refund is one however often it is asked for (P50)', async () => {
    const { buyer, orderId, sessionId, payment } = await stage.activeSession();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refund(orderId, 'a kind word')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await stage.stateOf(sessionId)).toBe('refunded');
    await stage.orderBecomes(orderId, 'refunded');
    expect((await stage.sandbox.client().refunds.list({ payment_intent: payment })).data).toHaveLength(1);
    expect((await refund(orderId, 'once more')).status).toBe(200);
    const { refunds, refund: newest, refundable } = await detail(orderId);
    expect(refunds).toMatchObject([
      { state: 'succeeded', reason: 'by_admin', note: 'a kind word', by: expect.stringContaining('admin-') },
    ]);
    expect(newest).toMatchObject({ state: 'succeeded', amountCents: 100 });
    expect(refundable).toBe(false);
    const [told] = await buyer.orders();
    expect(told).toMatchObject({ status: 'refunded', refund: { state: 'succeeded', amountCents: 100 } });
    expect(JSON.stringify(told)).not.toContain('a kind word');
    const list = AdminRefundList.parse(await read(`/api/admin/refunds?q=${encodeURIComponent(buyer.email)}`));
    expect(list.items).toHaveLength(1);
  });

  it('takes the bought time of a refunded extension back, and leaves the rest', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const before = await buyer.session(sessionId);
    const extension = await buyer.buy({ extends: sessionId });
    await until('extended', async () => (await buyer.session(sessionId)).extendedSeconds > 0);
    expect((await refund(extension, 'bought by mistake')).status).toBe(200);
    expect(await buyer.session(sessionId)).toMatchObject({
      state: 'active',
      expiresAt: before.expiresAt,
      extendedSeconds: 0,
    });
    await stage.orderBecomes(extension, 'refunded');
    expect((await buyer.session(sessionId)).expiresAt).toBe(before.expiresAt);
    expect((await buyer.events(sessionId)).map(({ name }) => name)).toContain('session.shortened');
  });

  it('refuses to give back what was never paid, and needs a reason', async () => {
    const { checkoutId } = await (await stage.buyer()).checkout();
    expect(await problemOf(await refund(checkoutId, 'no reason at all'))).toEqual({
      status: 409,
      code: 'NOT_REFUNDABLE',
    });
    expect((await refund(checkoutId, '')).status).toBe(400);
    expect((await refund(crypto.randomUUID(), 'nobody')).status).toBe(404);
    expect((await refund('none', 'nobody')).status).toBe(404);
  });

  it('is told of a refund that failed and may try again; the session stays ended (P24)', async () => {
    const { buyer, orderId, sessionId } = await stage.activeSession();
    await refund(orderId, 'a kind word');
    await stage.orderBecomes(orderId, 'refunded');
    const [first] = (await detail(orderId)).refunds;
    await stage.sandbox.failRefund(String(first?.stripeRefundId));
    await stage.orderBecomes(orderId, 'paid');
    expect(await detail(orderId)).toMatchObject({
      status: 'paid',
      refundedCents: 0,
      refundable: true,
      refund: { state: 'failed' },
      refunds: [{ failure: 'lost_or_stolen_card' }],
    });
    expect(await stage.stateOf(sessionId)).toBe('refunded');
    expect((await buyer.orders())[0]).toMatchObject({ refund: { state: 'pending' } });
    expect(AdminMoneyOverview.parse(await read('/api/admin/money')).refundsFailed).toBe(1);
    await refund(orderId, 'another way');
    await stage.orderBecomes(orderId, 'refunded');
    expect((await detail(orderId)).refunds.map(({ state }) => state)).toEqual(['failed', 'succeeded']);
    expect(AdminMoneyOverview.parse(await read('/api/admin/money')).refundsFailed).toBe(0);
  });

  it('sees what was parked and why, and replays it', async () => {
    const buyer = await stage.buyer();
    await stage.sandbox.faults({ drop: true });
    const orderId = await buyer.buy();
    await stage.sandbox.faults({ drop: false });
    const { data } = await stage.sandbox
      .client()
      .events.list({ type: 'checkout.session.completed', limit: 1 });
    const [event] = data;
    await stage.database.query(
      `INSERT INTO stripe_events (id, type, livemode, api_version, object_id, payload, state, error)
       VALUES ($1, $2, false, '2024-06-20', $3, '{}', 'parked', 'API version is 2024-06-20')`,
      [event?.id, event?.type, (event?.data.object as { id: string }).id],
    );
    const { items } = AdminStripeEventList.parse(
      await read(`/api/admin/stripe-events?state=parked&q=${String(event?.id)}`),
    );
    expect(items).toMatchObject([{ why: 'API version is 2024-06-20', attempts: 0 }]);
    const replay = () => admin.post(`/api/admin/stripe-events/${String(event?.id)}/replay`);
    expect(AdminStripeEvent.parse(await (await replay()).json())).toMatchObject({
      state: 'processed',
      why: null,
    });
    expect((await stage.order(orderId)).status).toBe('paid');
    expect(AdminStripeEvent.parse(await (await replay()).json())).toMatchObject({ state: 'processed' });
    expect((await admin.post('/api/admin/stripe-events/evt_of_nobody/replay')).status).toBe(404);
  });

  it('leaves an event of the other mode parked, whoever replays it', async () => {
    await stage.database.query(
      `INSERT INTO stripe_events (id, type, livemode, api_version, object_id, payload, state, error)
       VALUES ('evt_live', 'checkout.session.completed', true, 'x', 'cs_live_1', '{}', 'parked', 'livemode is true')`,
    );
    const answer = await admin.post('/api/admin/stripe-events/evt_live/replay');
    expect(await answer.json()).toMatchObject({ state: 'parked', why: 'livemode is true' });
  });
});
