import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { CheckoutCreated, CLOSE_CODES, SessionEventPage } from '#contracts';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';
import { firstFrame } from '../support/first-frame.js';

/** Long enough to buy, look and extend on a slow machine; short enough to see both deadlines. */
const TTL_SECONDS = 30;
const OPEN = 1;
let product: Product;

beforeAll(async () => {
  product = await Product.start({ SESSION_TTL_SECONDS: String(TTL_SECONDS), RATE_LIMIT_FACTOR: '1000' });
}, 120_000);
afterAll(() => product?.stop(), 60_000);

type Customer = ReturnType<Product['customer']>;
const closing = async (socket: WebSocket) => Number(((await once(socket, 'close')) as [number])[0]);

describe('a session that is extended', () => {
  it('outlives its first deadline with its sockets and its desktop, and ends at the second', async () => {
    const owner = await product.customer().register();
    const { id, expiresAt: first } = await owner.buySession();
    const desktop = await owner.desktopSocket(id);
    await firstFrame(desktop);
    const sockets = [desktop, await owner.eventsSocket(id)];
    const closed = Promise.all(sockets.map(closing));
    const { url } = CheckoutCreated.parse(await owner.call('POST', '/api/billing/checkout', { extends: id }));
    await owner.payAt(url);
    const { expiresAt: second } = await until('it is extended', async () => {
      const session = await owner.session(id);
      return session.extendedSeconds === TTL_SECONDS && session;
    });
    expect(Date.parse(String(second)) - Date.parse(String(first))).toBe(TTL_SECONDS * 1_000);

    // a desktop ends itself 3 s after the deadline that it knows
    const past = Date.parse(String(first)) + 5_000;
    await until(
      'the first deadline is past',
      async () => Date.parse((await owner.session(id)).now) > past,
      60_000,
    );
    expect(sockets.map(({ readyState }) => readyState)).toEqual([OPEN, OPEN]);
    expect(await owner.session(id)).toMatchObject({ state: 'active', desktop: { state: 'ready' } });

    expect(await closed).toEqual([CLOSE_CODES.SESSION_ENDED, CLOSE_CODES.SESSION_ENDED]);
    const ended = await owner.session(id);
    expect(ended.endReason).toBe('expired');
    expect(Date.parse(String(ended.endedAt))).toBeGreaterThanOrEqual(Date.parse(String(second)));
    const { items } = SessionEventPage.parse(await owner.call('GET', `/api/sessions/${id}/events`));
    expect(items.map(({ name }) => name)).not.toContain('desktop.lost');
  }, 150_000);
});

describe('a session whose money goes back while somebody looks', () => {
  const paidFor = async (owner: Customer, admin: Customer) => {
    const { items } = (await admin.call('GET', `/api/admin/orders?q=${encodeURIComponent(owner.email)}`)) as {
      items: { id: string; payment: { paymentIntentId: string } }[];
    };
    const [order] = items;
    if (!order) throw new Error('no order');
    return order;
  };

  const metric = async (name: string) => {
    const text = await (await fetch(`${product.origin}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  };

  it.each(['refunded', 'disputed'] as const)(
    'closes 4410 by the signal, not by the sweep that looks for what it missed: %s (P23)',
    async (endReason) => {
      const owner = await product.customer().register();
      const { id } = await owner.buySession();
      const desktop = await owner.desktopSocket(id);
      await firstFrame(desktop);
      const admin = await product.admin();
      const order = await paidFor(owner, admin);
      const backstopped = await metric('revocation_backstop_total');
      const closed = closing(desktop).then((code) => ({ code, atMs: Date.now() }));
      if (endReason === 'refunded') {
        await admin.call('POST', `/api/admin/orders/${order.id}/refund`, { reason: 'a kind word' });
      } else {
        await fetch(`${product.sandboxOrigin}/sandbox/payments/${order.payment.paymentIntentId}/dispute`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{}',
        });
      }
      const { code, atMs } = await closed;
      expect(code).toBe(CLOSE_CODES.SESSION_ENDED);
      const ended = await owner.session(id);
      expect(ended).toMatchObject({ state: 'ended', endReason });
      // within a second on a machine that has time; what it takes is measured by the benchmark `webhooks`
      expect(atMs - Date.parse(String(ended.endedAt))).toBeLessThan(5_000);
      expect(await metric('revocation_backstop_total')).toBe(backstopped);
      await until(
        'nothing is left of the desktop',
        async () => (await owner.session(id)).desktop.state === 'gone',
      );
    },
    60_000,
  );
});
