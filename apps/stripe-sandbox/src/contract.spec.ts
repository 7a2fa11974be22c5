import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import {
  ABSENT_STRIPE_PARTIES,
  checkoutOf as checkout,
  STRIPE_PARTIES,
  type StripeParty,
} from '../../../test/support/stripe-parties.js';

const TITLE = 'the API of %s, spoken to by the real client';

describe.each(STRIPE_PARTIES)(TITLE, contract);
if (ABSENT_STRIPE_PARTIES.length > 0) describe.skip.each(ABSENT_STRIPE_PARTIES)(TITLE, contract);

/** Stripe's own client against the sandbox and, when there is a key, against Stripe: the same must hold of both. */
function contract(_name: string, start: () => Promise<StripeParty>): void {
  let party: StripeParty;
  let stripe: Stripe;

  beforeAll(async () => {
    party = await start();
    ({ stripe } = party);
  });
  afterAll(() => party.stop());

  it('refuses an unknown parameter, at any depth, by its name', async () => {
    const nested = checkout({ payment_intent_data: { frobnicate: 'yes' } as object });
    await expect(stripe.checkout.sessions.create(nested)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      code: 'parameter_unknown',
      param: 'payment_intent_data[frobnicate]',
    });
  });

  it('refuses payment_method_types, which this version of the API no longer has', async () => {
    const old = { ...checkout(), payment_method_types: ['card'] };
    await expect(stripe.checkout.sessions.create(old)).rejects.toMatchObject({ code: 'parameter_unknown' });
  });

  it.each([
    ['a missing success_url', { success_url: undefined }, 'parameter_missing', 'success_url'],
    ['an address that is none', { success_url: 'javascript:alert(1)' }, 'url_invalid', 'success_url'],
    [
      'an expiry within 30 minutes',
      { expires_at: Math.floor(Date.now() / 1000) + 60 },
      undefined,
      'expires_at',
    ],
  ])('refuses %s', async (_name, changes, code, param) => {
    const params = checkout(changes as Partial<Stripe.Checkout.SessionCreateParams>);
    await expect(stripe.checkout.sessions.create(params)).rejects.toMatchObject({
      statusCode: 400,
      code,
      param,
    });
  });

  it('refuses a total below what Stripe charges', async () => {
    const [item] = checkout().line_items ?? [];
    const line_items = [{ ...item, price_data: { ...item?.price_data, unit_amount: 10 } }];
    const params = checkout({ line_items: line_items as Stripe.Checkout.SessionCreateParams.LineItem[] });
    await expect(stripe.checkout.sessions.create(params)).rejects.toMatchObject({ code: 'amount_too_small' });
  });

  it('says that what does not exist is missing', async () => {
    await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    await expect(stripe.events.retrieve('evt_none')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('creates a test-mode checkout with its page, and reads it back', async () => {
    const created = await stripe.checkout.sessions.create(checkout());
    expect(created).toMatchObject({ object: 'checkout.session', livemode: false, status: 'open' });
    expect(created).toMatchObject({ payment_status: 'unpaid', amount_total: 100, currency: 'usd' });
    expect(created.id).toMatch(/^cs_test_/);
    expect(created.url).toContain(`/c/pay/${created.id}`);
    expect(created.lastResponse.requestId).toMatch(/^req_/);
    expect(await stripe.checkout.sessions.retrieve(created.id)).toEqual(created);
  });

  it('expires an open checkout, once', async () => {
    const { id } = await stripe.checkout.sessions.create(checkout());
    expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
    await expect(stripe.checkout.sessions.expire(id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('takes a payment with its charge and our metadata', async () => {
    const payment = await stripe.paymentIntents.retrieve(await party.pay(), { expand: ['latest_charge'] });
    expect(payment).toMatchObject({
      status: 'succeeded',
      amount_received: 100,
      metadata: { order: 'o-1' },
      latest_charge: { paid: true, captured: true, metadata: { order: 'o-1' } },
    });
  });

  it('gives money back in parts, never more than was taken', async () => {
    const payment = await party.pay();
    const part = await stripe.refunds.create({ payment_intent: payment, amount: 40 });
    expect(part).toMatchObject({ status: 'succeeded', amount: 40, payment_intent: payment });
    await expect(stripe.refunds.create({ payment_intent: payment, amount: 61 })).rejects.toMatchObject({
      param: 'amount',
    });
    await stripe.refunds.create({ payment_intent: payment });
    await expect(stripe.refunds.create({ payment_intent: payment })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    const charges = await stripe.charges.list({ payment_intent: payment });
    expect(charges.data).toMatchObject([{ refunded: true, amount_refunded: 100 }]);
    const refunds = await stripe.refunds.list({ payment_intent: payment });
    expect(refunds.data.map((refund) => refund.amount)).toEqual([60, 40]);
  });

  it('lists newest first, in pages that meet', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift((await stripe.checkout.sessions.create(checkout())).id);
    const first = await stripe.checkout.sessions.list({ limit: 2 });
    expect(first).toMatchObject({ has_more: true });
    const second = await stripe.checkout.sessions.list({
      limit: 1,
      starting_after: String(first.data[1]?.id),
    });
    expect([...first.data, ...second.data].map((session) => session.id)).toEqual(ids);
    const back = await stripe.checkout.sessions.list({ limit: 2, ending_before: String(ids[2]) });
    expect(back.data.map((session) => session.id)).toEqual(ids.slice(0, 2));
  });

  it('answers the calls a health check makes', async () => {
    expect(await stripe.balance.retrieve()).toMatchObject({ object: 'balance', livemode: false });
    expect(await stripe.accounts.retrieveCurrent()).toMatchObject({ object: 'account' });
  });

  describe('with an idempotency key', () => {
    /** At Stripe a key is taken for a day, whichever run of this test used it. */
    const run = randomUUID();
    const key = (order: string) => `order:${run}:${order}:attempt:1`;

    it('replays the first answer and does the work once', async () => {
      const idempotencyKey = key('1');
      const first = await stripe.checkout.sessions.create(checkout(), { idempotencyKey });
      const again = await stripe.checkout.sessions.create(checkout(), { idempotencyKey });
      expect(again).toEqual(first);
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    });

    it('refuses the key for another body, and for another endpoint', async () => {
      const idempotencyKey = key('2');
      await stripe.checkout.sessions.create(checkout(), { idempotencyKey });
      const other = checkout({ client_reference_id: 'someone' });
      await expect(stripe.checkout.sessions.create(other, { idempotencyKey })).rejects.toMatchObject({
        type: 'StripeIdempotencyError',
        statusCode: 400,
      });
      await expect(stripe.refunds.create({ charge: 'ch_x' }, { idempotencyKey })).rejects.toMatchObject({
        type: 'StripeIdempotencyError',
      });
    });

    it('does not keep a refusal: the mended call may use the same key', async () => {
      const idempotencyKey = key('3');
      const wrong = checkout({ success_url: 'nowhere' });
      await expect(stripe.checkout.sessions.create(wrong, { idempotencyKey })).rejects.toThrow();
      await expect(stripe.checkout.sessions.create(checkout(), { idempotencyKey })).resolves.toBeDefined();
    });
  });
}
