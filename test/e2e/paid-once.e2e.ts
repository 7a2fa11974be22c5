import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CheckoutView } from '#contracts';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

const DELIVERIES = 50;
let product: Product;

beforeAll(async () => {
  product = await Product.start({ RATE_LIMIT_FACTOR: '100' });
}, 120_000);
afterAll(() => product?.stop(), 60_000);

interface SandboxEvent {
  id: string;
  type: string;
  data: { object: { id: string } };
}

describe('a payment', () => {
  it('makes one session and one desktop, its webhook delivered fifty times at once, its success page open twice', async () => {
    const owner = await product.customer().register();
    const checkoutId = await owner.pay();
    const keys = JSON.parse(readFileSync(path.join(product.dataDir, 'sandbox-keys.json'), 'utf8')) as {
      secretKey: string;
      webhookSecret: string;
    };
    const event = await until('the sandbox has the event', async () => {
      const answer = await fetch(`${product.sandboxOrigin}/v1/events?type=checkout.session.completed`, {
        headers: { Authorization: `Bearer ${keys.secretKey}` },
      });
      return ((await answer.json()) as { data: SandboxEvent[] }).data[0];
    });
    const payload = JSON.stringify(event);
    const at = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', keys.webhookSecret).update(`${at}.${payload}`).digest('hex');
    const deliver = () =>
      fetch(`${product.origin}/api/billing/stripe-webhook`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${at},v1=${signature}` },
        body: payload,
      });
    const look = async () =>
      CheckoutView.parse(await owner.call('GET', `/api/billing/checkouts/${checkoutId}`));

    const [deliveries] = await Promise.all([
      Promise.all(Array.from({ length: DELIVERIES }, deliver)),
      Promise.all([look(), look()]), // two tabs
    ]);
    expect(deliveries.map(({ status }) => status)).toEqual(Array(DELIVERIES).fill(200));

    const sessionId = await until('there is a session', async () => (await look()).sessionId);
    await until(
      'its desktop is ready',
      async () => (await owner.session(sessionId)).desktop.state === 'ready',
    );
    const sessions = (await owner.call('GET', '/api/sessions')) as { items: unknown[] };
    expect(sessions.items).toHaveLength(1);
    const overview = (await (await product.admin()).call('GET', '/api/admin/overview')) as {
      desktops: { inUse: number };
    };
    expect(overview.desktops.inUse).toBe(1);
  }, 60_000);

  it('of nobody fulfils nothing: a checkout of somebody else is as absent as none', async () => {
    const owner = await product.customer().register();
    const checkoutId = await owner.pay();
    const stranger = await product.customer().register();
    expect((await stranger.request('GET', `/api/billing/checkouts/${checkoutId}`)).status).toBe(404);
    expect((await stranger.request('GET', `/api/billing/checkouts/${crypto.randomUUID()}`)).status).toBe(404);
  });
});
