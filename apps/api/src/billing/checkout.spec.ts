import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckoutCreated, Offer } from '#contracts';
import { problemOf, Visitor } from '../../../../test/support/accounts.js';
import { BillingApp } from '../../../../test/support/billing-app.js';
import { Buyer, stripeIdOf } from '../../../../test/support/buyer.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { StripeSandbox } from '../../../../test/support/stripe-sandbox.js';

describe('opening a checkout', () => {
  let database: TestDatabase;
  let sandbox: StripeSandbox;
  let billing: BillingApp;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sandbox = await StripeSandbox.start();
    billing = await BillingApp.start(database.url, sandbox, { places: 6 });
  });
  afterAll(async () => {
    await billing?.close();
    await sandbox?.stop();
    await database?.stop();
  });
  afterEach(async () => {
    await sandbox.faults({ api: 'normal' });
    await database.query(`UPDATE orders SET reserved_until = 'epoch'`); // the next test finds every place free
  });

  const arrive = () => Buyer.arrive(billing.url, sandbox);
  const atStripe = (url: string) => sandbox.client().checkout.sessions.retrieve(stripeIdOf(url));

  it('is refused to who is not signed in', async () => {
    const answer = await new Visitor(billing.url).post('/api/billing/checkout', {});
    expect(answer.status).toBe(401);
  });

  it('tells everybody the price', async () => {
    const answer = await new Visitor(billing.url).send('GET', '/api/billing/offer');
    expect(Offer.parse(await answer.json())).toEqual({
      amountCents: 100,
      currency: 'usd',
      isRecorded: false,
      ttlSeconds: 86_400,
      available: true,
    });
  });

  it('takes amount, currency and addresses from nowhere but the configuration (P2)', async () => {
    const buyer = await arrive();
    const answer = await buyer.tryCheckout({
      amount: 1,
      price: 1,
      currency: 'idr',
      success_url: 'https://evil.example',
    });
    expect(answer.status).toBe(201);
    const { checkoutId, url } = CheckoutCreated.parse(await answer.json());
    expect(await atStripe(url)).toMatchObject({
      amount_total: 100,
      currency: 'usd',
      success_url: `http://localhost:3000/checkout/${checkoutId}`,
      cancel_url: `http://localhost:3000/checkout/${checkoutId}?cancelled=1`,
      metadata: { order_id: checkoutId },
    });
  });

  it('gives an account its open checkout again, also when it is asked for many times at once', async () => {
    const buyer = await arrive();
    const all = await Promise.all(Array.from({ length: 8 }, () => buyer.checkout()));
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    const rows = await database.query('SELECT 1 FROM orders WHERE id = $1', [all[0]?.checkoutId]);
    expect(rows).toHaveLength(1);
  });

  it('answers the same key and body the same, and refuses the key for another body', async () => {
    const buyer = await arrive();
    const key = randomUUID();
    const first: unknown = await (await buyer.tryCheckout({ plan: 'day' }, key)).json();
    expect(await (await buyer.tryCheckout({ plan: 'day' }, key)).json()).toEqual(first);
    expect(await problemOf(await buyer.tryCheckout({ plan: 'week' }, key))).toEqual({
      status: 409,
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it.each([
    ['with a space in it', 'a b'],
    ['of 256 characters', 'k'.repeat(256)],
  ])('refuses a key %s', async (_name, key) => {
    const answer = await (await arrive()).tryCheckout({}, key);
    expect(await problemOf(answer)).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ path: 'idempotency-key' }],
    });
  });

  it('remembers a key that only found the checkout already open', async () => {
    const buyer = await arrive();
    const key = randomUUID();
    const opened: unknown = await (await buyer.tryCheckout({}, undefined)).json();
    expect(await (await buyer.tryCheckout({}, key)).json()).toEqual(opened);
    expect((await buyer.tryCheckout({ plan: 'week' }, key)).status).toBe(409);
  });

  it('keeps keys of different accounts apart', async () => {
    const key = randomUUID();
    const [one, other] = [await arrive(), await arrive()];
    const first = CheckoutCreated.parse(await (await one.tryCheckout({}, key)).json());
    const second = CheckoutCreated.parse(await (await other.tryCheckout({}, key)).json());
    expect(second.checkoutId).not.toBe(first.checkoutId);
  });

  it('closes when every place is spoken for, exactly, and says so in the offer', async () => {
    const buyers = await Promise.all(Array.from({ length: 9 }, arrive));
    const answers = await Promise.all(buyers.map((buyer) => buyer.tryCheckout()));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(6).fill(201), 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409) as Response;
    expect(await problemOf(refused)).toEqual({ status: 409, code: 'NO_CAPACITY' });
    const offer = await new Visitor(billing.url).send('GET', '/api/billing/offer');
    expect(Offer.parse(await offer.json()).available).toBe(false);
  });

  it('sells nothing to a frozen account', async () => {
    const buyer = await arrive();
    await database.query('UPDATE accounts SET frozen_at = now() WHERE email = $1', [buyer.email]);
    expect(await problemOf(await buyer.tryCheckout())).toEqual({ status: 403, code: 'ACCOUNT_FROZEN' });
  });

  it('takes a new checkout when the place of the old one is no longer kept, and ends the old one at Stripe (P7)', async () => {
    const buyer = await arrive();
    const old = await buyer.checkout();
    await database.query(`UPDATE orders SET reserved_until = 'epoch' WHERE id = $1`, [old.checkoutId]);
    const next = await buyer.checkout();
    expect(next.checkoutId).not.toBe(old.checkoutId);
    expect((await atStripe(old.url)).status).toBe('expired');
    expect(await buyer.look(old.checkoutId)).toMatchObject({ status: 'expired' });
  });

  describe('when Stripe has a bad moment', () => {
    /** All checkouts that Stripe has for this order. */
    const checkoutsOf = async (orderId: string) => {
      const { data } = await sandbox.client().checkout.sessions.list({ limit: 100 });
      return data.filter(({ client_reference_id }) => client_reference_id === orderId);
    };

    it('tries again with the same key when the connection is cut after the work was done (P3)', async () => {
      await sandbox.faults({ api: 'reset', apiCalls: 1 });
      const { checkoutId, url } = await (await arrive()).checkout();
      expect((await checkoutsOf(checkoutId)).map((checkout) => checkout.url)).toEqual([url]);
    });

    it('waits for its own first call when the key is in use (P5)', async () => {
      await sandbox.faults({ api: 'slow', apiDelayMs: 300, apiCalls: 1 });
      const buyer = await arrive();
      const [one, other] = await Promise.all([buyer.checkout(), buyer.checkout()]);
      expect(other).toEqual(one);
      expect(await checkoutsOf(one.checkoutId)).toHaveLength(1);
    });

    it('says 502 while it is down, and gives the same order a checkout afterwards (P3)', async () => {
      await sandbox.faults({ api: 'error' });
      const buyer = await arrive();
      expect(await problemOf(await buyer.tryCheckout())).toEqual({
        status: 502,
        code: 'PAYMENT_PROVIDER_UNAVAILABLE',
      });
      await sandbox.faults({ api: 'normal' });
      const { checkoutId } = await buyer.checkout();
      const rows = await database.query(
        'SELECT o.id FROM orders o JOIN accounts a ON a.id = o.account_id WHERE a.email = $1',
        [buyer.email],
      );
      expect(rows).toEqual([{ id: checkoutId }]);
    });

    it('takes a new key when the old one was used for another body (P4)', async () => {
      const buyer = await arrive();
      const stripe = sandbox.client();
      await sandbox.faults({ api: 'error' });
      await buyer.tryCheckout();
      await sandbox.faults({ api: 'normal' });
      const [order] = await database.query<{ id: string; attempt: number }>(
        'SELECT o.id, o.attempt FROM orders o JOIN accounts a ON a.id = o.account_id WHERE a.email = $1',
        [buyer.email],
      );
      const idempotencyKey = `checkout:${order?.id}:${order?.attempt}`;
      const price_data = { currency: 'usd', unit_amount: 100, product_data: { name: 'Something else' } };
      await stripe.checkout.sessions.create(
        { mode: 'payment', success_url: 'http://localhost/', line_items: [{ quantity: 1, price_data }] },
        { idempotencyKey },
      );
      const { checkoutId, url } = await buyer.checkout();
      expect(checkoutId).toBe(order?.id);
      expect((await atStripe(url)).metadata).toEqual({ order_id: checkoutId });
    });
  });

  describe('looking at one (P8)', () => {
    it.each([
      [
        'somebody else',
        async (id: string) => (await arrive()).visitor.send('GET', `/api/billing/checkouts/${id}`),
      ],
      [
        'who is not signed in',
        async (id: string) => new Visitor(billing.url).send('GET', `/api/billing/checkouts/${id}`),
      ],
    ])('is refused to %s', async (who, look) => {
      const { checkoutId } = await (await arrive()).checkout();
      expect((await look(checkoutId)).status).toBe(who === 'somebody else' ? 404 : 401);
    });

    it.each(['00000000-0000-4000-8000-000000000000', 'no-uuid', "'%20OR%201=1"])(
      'says the same of one that does not exist: %s',
      async (id) => {
        const answer = await (await arrive()).visitor.send('GET', `/api/billing/checkouts/${id}`);
        expect(await problemOf(answer)).toEqual({ status: 404, code: 'NOT_FOUND' });
      },
    );
  });
});
