import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminDisputeDetail, AdminDisputeList } from '#contracts';
import { problemOf } from '../../../../test/support/accounts.js';
import { stripeIdOf } from '../../../../test/support/buyer.js';
import { MoneyStage } from '../../../../test/support/money-stage.js';
import { until } from '../../../../test/support/until.js';
import { Disputes } from './disputes.js';

describe('a dispute', () => {
  let stage: MoneyStage;
  beforeAll(async () => {
    stage = await MoneyStage.open();
  });
  afterAll(() => stage?.close());

  const isFrozen = async (email: string) => {
    const [row] = await stage.database.query<{ frozen: boolean }>(
      'SELECT frozen_at IS NOT NULL AS frozen FROM accounts WHERE email = $1',
      [email],
    );
    return row?.frozen;
  };

  it('ends the session, freezes the account, closes its open checkout and keeps the evidence (P25)', async () => {
    const { buyer, orderId, sessionId, payment } = await stage.activeSession();
    const open = await buyer.checkout();
    const { id } = await stage.sandbox.dispute(payment);
    await stage.becomes(sessionId, 'disputed');
    expect(await isFrozen(buyer.email)).toBe(true);
    expect(await problemOf(await buyer.tryCheckout())).toEqual({ status: 403, code: 'ACCOUNT_FROZEN' });
    await stage.orderBecomes(open.checkoutId, 'expired');
    expect((await stage.sandbox.client().checkout.sessions.retrieve(stripeIdOf(open.url))).status).toBe(
      'expired',
    );
    expect((await buyer.orders())[0]).toMatchObject({ id: orderId, disputed: true });

    const admin = await stage.admin();
    const { items } = AdminDisputeList.parse(
      await (await admin.send('GET', `/api/admin/disputes?q=${encodeURIComponent(buyer.email)}`)).json(),
    );
    expect(items).toMatchObject([
      { id, orderId, state: 'open', reason: 'fraudulent', customer: { frozen: true } },
    ]);
    const { evidence } = AdminDisputeDetail.parse(
      await (await admin.send('GET', `/api/admin/disputes/${id}`)).json(),
    );
    expect(evidence.summary).toContain(buyer.email);
    expect(evidence.facts).toMatchObject({
      order: { id: orderId, payment },
      session: { reference: expect.any(String) },
      events: expect.arrayContaining([expect.objectContaining({ name: 'session.activated' })]),
    });
  });

  it('that is won lets the account buy again and brings nothing back (P26)', async () => {
    const { buyer, sessionId, payment } = await stage.activeSession();
    const { id } = await stage.sandbox.dispute(payment);
    await stage.becomes(sessionId, 'disputed');
    await stage.sandbox.closeDispute(id, 'won');
    await until('it may buy again', async () => !(await isFrozen(buyer.email)));
    expect(await stage.stateOf(sessionId)).toBe('disputed');
    expect((await buyer.tryCheckout()).status).toBe(201);
  });

  it('that is lost leaves the account frozen, and its money cannot be given back once more', async () => {
    const { buyer, orderId, sessionId, payment } = await stage.activeSession();
    const { id } = await stage.sandbox.dispute(payment);
    await stage.becomes(sessionId, 'disputed');
    await stage.sandbox.closeDispute(id, 'lost');
    await stage.handled('charge.dispute.closed', id);
    expect(await isFrozen(buyer.email)).toBe(true);
    const admin = await stage.admin();
    const answer = await admin.post(`/api/admin/orders/${orderId}/refund`, { reason: 'goodwill' });
    expect(await problemOf(answer)).toEqual({ status: 409, code: 'NOT_REFUNDABLE' });
  });

  it('that was lost no longer freezes the account once an administrator lifted that, the next one does', async () => {
    const { buyer, sessionId, payment } = await stage.activeSession();
    const second = await buyer.buy();
    await stage.orderBecomes(second, 'paid');
    const { stripe_payment_intent_id: other } = await stage.order(second);
    const [account] = await stage.database.query<{ id: string }>('SELECT id FROM accounts WHERE email = $1', [
      buyer.email,
    ]);
    const admin = await stage.admin();
    const unfreeze = (body: object) => admin.post(`/api/admin/users/${account?.id ?? ''}/unfreeze`, body);
    const { id } = await stage.sandbox.dispute(payment);
    await stage.becomes(sessionId, 'disputed');
    expect(await problemOf(await unfreeze({ reason: 'they asked' }))).toEqual({
      status: 409,
      code: 'DISPUTE_OPEN',
    });
    await stage.sandbox.closeDispute(id, 'lost');
    await stage.handled('charge.dispute.closed', id);
    expect((await unfreeze({})).status).toBe(400);
    expect(await isFrozen(buyer.email)).toBe(true);

    const answers = await Promise.all([1, 2].map(() => unfreeze({ reason: 'it was a mistake' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.json()).toMatchObject({ email: buyer.email, frozenAt: null });
    expect((await buyer.tryCheckout()).status).toBe(201);
    expect(
      await stage.database.query(
        `SELECT data->>'reason' AS reason FROM audit_entries WHERE action = 'account.unfrozen' AND subject = $1`,
        [buyer.email],
      ),
    ).toEqual([{ reason: 'it was a mistake' }]);

    const next = await stage.sandbox.dispute(other);
    await stage.handled('charge.dispute.created', next.id);
    expect(await isFrozen(buyer.email)).toBe(true);
    await stage.sandbox.closeDispute(next.id, 'won');
    await until('it may buy again', async () => !(await isFrozen(buyer.email)));
  });

  it('keeps the account frozen while another one is open', async () => {
    const { buyer, sessionId, payment } = await stage.activeSession();
    const second = await buyer.buy();
    await stage.orderBecomes(second, 'paid');
    const { stripe_payment_intent_id: other } = await stage.order(second);
    const [one, two] = [await stage.sandbox.dispute(payment), await stage.sandbox.dispute(other)];
    await stage.handled('charge.dispute.created', one.id);
    await stage.handled('charge.dispute.created', two.id);
    await stage.sandbox.closeDispute(one.id, 'won');
    await stage.handled('charge.dispute.closed', one.id);
    expect(await isFrozen(buyer.email)).toBe(true);
    await stage.sandbox.closeDispute(two.id, 'won');
    await until('it may buy again', async () => !(await isFrozen(buyer.email)));
    expect(await stage.stateOf(sessionId)).toBe('disputed');
  });

  it('whose news overtakes that of the payment leaves a session that ended', async () => {
    await stage.sandbox.faults({ drop: true });
    const buyer = await stage.buyer();
    const { checkoutId, url } = await buyer.checkout();
    await stage.sandbox.pay(stripeIdOf(url));
    const checkout = await stage.sandbox.client().checkout.sessions.retrieve(stripeIdOf(url));
    const { id } = await stage.sandbox.dispute(String(checkout.payment_intent));
    await stage.node.app.get(Disputes).note(id);
    await stage.sandbox.faults({ drop: false });
    const { session_id } = await stage.order(checkoutId);
    expect(await stage.stateOf(String(session_id))).toBe('disputed');
  });

  it('has one effect, however often and in whatever order its messages come', async () => {
    const { buyer, sessionId, payment } = await stage.activeSession();
    const { id } = await stage.sandbox.dispute(payment);
    const disputes = stage.node.app.get(Disputes);
    await Promise.all(Array.from({ length: 10 }, () => disputes.note(id)));
    await stage.sandbox.closeDispute(id, 'won');
    await Promise.all(Array.from({ length: 10 }, () => disputes.note(id)));
    expect(await stage.database.query('SELECT state FROM disputes WHERE id = $1', [id])).toEqual([
      { state: 'won' },
    ]);
    expect(await isFrozen(buyer.email)).toBe(false);
    const ends = (await buyer.events(sessionId)).filter(({ name }) => name === 'session.ended');
    expect(ends).toHaveLength(1);
  });
});

describe('an early fraud warning', () => {
  let stage: MoneyStage;
  beforeAll(async () => {
    stage = await MoneyStage.open();
  });
  afterAll(() => stage?.close());

  it('is shown to finance and takes nothing from the customer', async () => {
    const { orderId, sessionId, payment } = await stage.activeSession();
    await stage.sandbox.warnOfFraud(payment);
    const admin = await stage.admin();
    const warnings = await until('it is shown', async () => {
      const answer = await admin.send('GET', `/api/admin/orders/${orderId}`);
      const { fraudWarnings } = (await answer.json()) as { fraudWarnings: unknown[] };
      return fraudWarnings.length > 0 && fraudWarnings;
    });
    expect(warnings).toMatchObject([{ type: 'unauthorized_use_of_card' }]);
    expect(await stage.stateOf(sessionId)).toBe('active');
  });
});
