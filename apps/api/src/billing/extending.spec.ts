import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemOf } from '../../../../test/support/accounts.js';
import { stripeIdOf } from '../../../../test/support/buyer.js';
import { MoneyStage } from '../../../../test/support/money-stage.js';
import { until } from '../../../../test/support/until.js';

const TTL_MS = 86_400_000;

describe('another dollar', () => {
  let stage: MoneyStage;
  beforeAll(async () => {
    stage = await MoneyStage.open();
  });
  afterAll(() => stage?.close());

  const ends = async (sessionId: string, seconds: number) => {
    await stage.database.query(
      `UPDATE sessions SET expires_at = date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $2)
       WHERE id = $1`,
      [sessionId, seconds],
    );
  };

  it('adds its time to the session in place, and moves the last line of its desktop', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const before = await buyer.session(sessionId);
    const orderId = await buyer.buy({ extends: sessionId });
    const after = await until('extended', async () => {
      const session = await buyer.session(sessionId);
      return session.extendedSeconds > 0 && session;
    });
    expect(Date.parse(String(after.expiresAt)) - Date.parse(String(before.expiresAt))).toBe(TTL_MS);
    expect(after).toMatchObject({ state: 'active', extendedSeconds: 86_400 });
    expect((await buyer.events(sessionId)).at(-1)).toMatchObject({
      name: 'session.extended',
      data: { seconds: 86_400, expiresAt: after.expiresAt },
    });
    expect(await buyer.look(orderId)).toEqual({
      id: orderId,
      kind: 'extension',
      status: 'paid',
      sessionId,
      refunded: false,
    });
    await until('the desktop knows', () => {
      const desktop = [...stage.node.driver.machine.running.values()].find(
        (each) => each.sessionId === sessionId,
      );
      return (desktop?.remainingMs ?? 0) > 1.5 * TTL_MS;
    });
  });

  it('is taken once, however often its message comes', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    await stage.sandbox.faults({ duplicate: 20 });
    const orderId = await buyer.buy({ extends: sessionId });
    await stage.sandbox.faults({ duplicate: 0 });
    await stage.orderBecomes(orderId, 'paid');
    await Promise.all(Array.from({ length: 5 }, () => buyer.look(orderId)));
    expect((await buyer.session(sessionId)).extendedSeconds).toBe(86_400);
  });

  it('can be spent again and again, each with a checkout of its own', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    for (let n = 1; n <= 3; n += 1) {
      await buyer.buy({ extends: sessionId });
      await until('extended', async () => (await buyer.session(sessionId)).extendedSeconds === n * 86_400);
    }
  });

  it('needs no place: a full house extends what it has', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const first = await buyer.checkout();
    expect((await buyer.checkout({ extends: sessionId })).checkoutId).not.toBe(first.checkoutId);
    expect((await buyer.checkout({ extends: sessionId })).url).toBe(
      (await buyer.checkout({ extends: sessionId })).url,
    );
    expect((await buyer.checkout()).url).toBe(first.url);
  });

  it('goes back by itself when the session ended before it was paid', async () => {
    const { buyer, orderId: firstOrder, sessionId } = await stage.activeSession();
    const { checkoutId, url } = await buyer.checkout({ extends: sessionId });
    // our order to close it is late: the customer pays in this very moment
    await stage.database.query(
      `UPDATE sessions SET state = 'ended', end_reason = 'expired', ended_at = clock_timestamp() WHERE id = $1`,
      [sessionId],
    );
    await stage.sandbox.pay(stripeIdOf(url));
    await stage.orderBecomes(checkoutId, 'refunded');
    expect(await buyer.look(checkoutId)).toMatchObject({ kind: 'extension', refunded: true, sessionId });
    expect((await stage.order(firstOrder)).status).toBe('paid');
    const { stripe_payment_intent_id: payment } = await stage.order(checkoutId);
    const { data } = await stage.sandbox.client().refunds.list({ payment_intent: payment });
    expect(data.map(({ amount }) => amount)).toEqual([100]);
  });

  it('cannot be offered for what nobody can extend', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const stranger = await stage.buyer();
    const refusal = async (who: typeof buyer, id: string) =>
      problemOf(await who.tryCheckout({ extends: id }));
    expect(await refusal(stranger, sessionId)).toEqual({ status: 404, code: 'NOT_FOUND' });
    expect(await refusal(buyer, crypto.randomUUID())).toEqual({ status: 404, code: 'NOT_FOUND' });
    expect(await refusal(buyer, 'none')).toMatchObject({ status: 400, errors: [{ path: 'extends' }] });
    await stage.database.query(`UPDATE sessions SET state = 'provisioning' WHERE id = $1`, [sessionId]);
    expect(await refusal(buyer, sessionId)).toEqual({ status: 409, code: 'DESKTOP_NOT_READY' });
    await stage.database.query(`UPDATE sessions SET state = 'active' WHERE id = $1`, [sessionId]);
    await buyer.visitor.post(`/api/sessions/${sessionId}/end`);
    expect(await refusal(buyer, sessionId)).toEqual({ status: 409, code: 'SESSION_ENDED' });
  });

  it('takes neither amount nor length from the client', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const { url } = await buyer.checkout({
      extends: sessionId,
      amount: 1,
      seconds: 1e9,
      currency: 'idr',
      mode: 'setup',
    });
    const checkout = await stage.sandbox.client().checkout.sessions.retrieve(stripeIdOf(url));
    expect(checkout).toMatchObject({ amount_total: 100, currency: 'usd', mode: 'payment' });
    await stage.sandbox.pay(checkout.id);
    await until('extended', async () => (await buyer.session(sessionId)).extendedSeconds === 86_400);
  });

  it('closes its open checkout at Stripe when the session ends', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    const { checkoutId, url } = await buyer.checkout({ extends: sessionId });
    await buyer.visitor.post(`/api/sessions/${sessionId}/end`);
    await stage.orderBecomes(checkoutId, 'expired');
    expect((await stage.sandbox.client().checkout.sessions.retrieve(stripeIdOf(url))).status).toBe('expired');
  });

  it('lets the warnings be given again', async () => {
    const { buyer, sessionId } = await stage.activeSession();
    await stage.database.query(`UPDATE sessions SET activated_at = now() - interval '2 days' WHERE id = $1`, [
      sessionId,
    ]);
    const warned = async (minutes: number[]) =>
      until(`warned at ${minutes.join()}`, async () => {
        const said = (await buyer.events(sessionId)).filter(({ name }) => name === 'session.expiring');
        return said.map(({ data }) => data['minutesLeft']).join() === minutes.join();
      });
    await ends(sessionId, 590);
    await warned([10]);
    await buyer.buy({ extends: sessionId });
    await until('extended', async () => (await buyer.session(sessionId)).extendedSeconds > 0);
    await ends(sessionId, 590);
    await warned([10, 10]);
  });
});
