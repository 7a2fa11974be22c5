import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { checkoutOf } from '../../../test/support/stripe-parties.js';
import { StripeSandbox } from '../../../test/support/stripe-sandbox.js';

/** What only a sandbox does, or only one that can be made to fail can show. */
describe('the API of the sandbox alone', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start();
    stripe = sandbox.client();
  });
  afterAll(() => sandbox.stop());

  it.each([
    ['no key', ''],
    ['another key', 'sk_test_another_key_entirely'],
    ['a live key', 'sk_live_0000000000'],
  ])('refuses %s with 401', async (_name, key) => {
    const response = await fetch(`${sandbox.origin}/v1/balance`, {
      headers: key ? { Authorization: `Bearer ${key}` } : {},
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('refuses another version of the API', async () => {
    const response = await fetch(`${sandbox.origin}/v1/balance`, {
      headers: { Authorization: `Bearer ${sandbox.secretKey}`, 'Stripe-Version': '2020-08-27' },
    });
    expect(response.status).toBe(400);
  });

  it('serves the page of a checkout itself', async () => {
    const { id, url } = await stripe.checkout.sessions.create(checkoutOf());
    expect(url).toBe(`${sandbox.origin}/c/pay/${id}`);
  });

  it('takes no payment for a checkout that has expired', async () => {
    const { id } = await stripe.checkout.sessions.create(checkoutOf());
    await stripe.checkout.sessions.expire(id);
    expect((await sandbox.pay(id)).status).toBe(410);
  });

  it('puts the payment, its charge and our metadata where Stripe puts them', async () => {
    const { id } = await stripe.checkout.sessions.create(checkoutOf());
    await sandbox.pay(id);
    const paid = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
    expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    expect(paid.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 100,
      metadata: { order: 'o-1' },
      latest_charge: { paid: true, captured: true, metadata: { order: 'o-1' } },
    });
    await expect(stripe.checkout.sessions.retrieve(id, { expand: ['customer'] })).rejects.toMatchObject({
      message: expect.stringContaining('cannot be expanded'),
    });
  });

  describe('with an idempotency key', () => {
    it('says 409 while the first call is under way', async () => {
      await sandbox.faults({ api: 'slow', apiDelayMs: 400 });
      const impatient = sandbox.client(sandbox.secretKey, { maxNetworkRetries: 0 });
      const idempotencyKey = 'order:4:attempt:1';
      const outcomes = await Promise.allSettled([
        impatient.checkout.sessions.create(checkoutOf(), { idempotencyKey }),
        impatient.checkout.sessions.create(checkoutOf(), { idempotencyKey }),
      ]);
      await sandbox.faults({ api: 'normal' });
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toMatchObject([{ reason: { statusCode: 409, code: 'idempotency_key_in_use' } }]);
    });

    it('has done the work when the connection was cut before the answer', async () => {
      const idempotencyKey = 'order:5:attempt:1';
      const params = checkoutOf({ client_reference_id: 'cut' });
      await sandbox.faults({ api: 'reset' });
      const impatient = sandbox.client(sandbox.secretKey, { maxNetworkRetries: 0 });
      await expect(impatient.checkout.sessions.create(params, { idempotencyKey })).rejects.toMatchObject({
        type: 'StripeConnectionError',
      });
      await sandbox.faults({ api: 'normal' });
      const again = await stripe.checkout.sessions.create(params, { idempotencyKey });
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    });
  });
});
