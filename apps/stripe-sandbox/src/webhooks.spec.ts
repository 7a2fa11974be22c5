import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { SANDBOX_WEBHOOK_SECRET, StripeSandbox } from '../../../test/support/stripe-sandbox.js';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';

describe('webhooks and the hosted page', () => {
  let receiver: WebhookReceiver;
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    sandbox = await StripeSandbox.start(receiver.url);
    stripe = sandbox.client();
  });
  afterEach(async () => {
    await sandbox.stop();
    await receiver.stop();
  });

  async function openCheckout(): Promise<string> {
    const { id } = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://localhost:3000/return?id={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://localhost:3000/',
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'A <b>day</b>' } },
        },
      ],
    });
    return id;
  }

  /** A refused form redirects to the page that says why: a refresh there sends nothing again. */
  async function pageAfter(answer: Response): Promise<string> {
    expect(answer.status).toBe(303);
    return (await fetch(new URL(answer.headers.get('location') ?? '', sandbox.origin))).text();
  }

  const verified = () =>
    receiver.received.map(({ body, headers }) =>
      stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), SANDBOX_WEBHOOK_SECRET),
    );

  it('sends a signed event that the real client verifies, then sends the customer back', async () => {
    const id = await openCheckout();
    const back = await sandbox.pay(id);
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe(`http://localhost:3000/return?id=${id}`);
    expect(verified()).toMatchObject([
      {
        type: 'checkout.session.completed',
        livemode: false,
        data: { object: { id, payment_status: 'paid' } },
      },
    ]);
  });

  it('takes one payment however often and from however many tabs the form is sent', async () => {
    const id = await openCheckout();
    const answers = await Promise.all(Array.from({ length: 5 }, () => sandbox.pay(id)));
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303]);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    const reloaded = await fetch(`${sandbox.origin}/c/pay/${id}`);
    expect(await reloaded.text()).toContain('Already paid');
  });

  it('declines 4000 0000 0000 0002 and lets the customer try another card', async () => {
    const id = await openCheckout();
    const declined = await sandbox.pay(id, { number: '4000 0000 0000 0002' });
    expect(await pageAfter(declined)).toContain('Your card was declined.');
    expect((await sandbox.pay(id)).status).toBe(303);
    const payments = await stripe.paymentIntents.list();
    expect(payments.data).toMatchObject([{ status: 'succeeded' }]);
  });

  it.each([
    ['a real card', { number: '4111 1111 1111 1111' }, 'use one of the test cards'],
    ['a number that is no card', { number: '4242 4242 4242 4241' }, 'not complete or not correct'],
    ['a card of the past', { expiry: '01 / 20' }, 'expiry date'],
    ['no e-mail', { email: 'nobody' }, 'e-mail'],
  ])('charges nothing for %s', async (_name, fields, words) => {
    const id = await openCheckout();
    const answer = await sandbox.pay(id, fields);
    expect(await pageAfter(answer)).toContain(words);
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'open' });
  });

  it('asks again for the bank account that it refused, not for a card', async () => {
    const id = await openCheckout();
    const answer = await sandbox.pay(id, { method: 'us_bank_account', account: '42' });
    const page = await pageAfter(answer);
    expect(page).toContain('That is none of the test accounts.');
    expect(page).toMatch(/value="us_bank_account" checked/);
    expect(page).not.toMatch(/value="card" checked/);
  });

  it('leads from its address to the controls', async () => {
    const answer = await fetch(sandbox.origin, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sandbox']);
  });

  it.each([
    ['succeeded', 'paid'],
    ['failed', 'unpaid'],
  ] as const)('completes a bank debit unpaid, and says later that it %s', async (outcome, status) => {
    const id = await openCheckout();
    await sandbox.payByBank(id);
    const session = await stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    expect((await sandbox.settle(String(session.payment_intent), outcome)).status).toBe(200);
    expect((await sandbox.settle(String(session.payment_intent), outcome)).status).toBe(409);
    await receiver.until(2);
    expect(verified().map((event) => event.type)).toEqual([
      'checkout.session.completed',
      `checkout.session.async_payment_${outcome}`,
    ]);
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ payment_status: status });
  });

  it('wears the banner, escapes what the shop says and loads nothing from elsewhere', async () => {
    const id = await openCheckout();
    const response = await fetch(`${sandbox.origin}/c/pay/${id}`);
    const text = await response.text();
    expect(text).toContain('No real money');
    expect(text).toContain('A &lt;b&gt;day&lt;/b&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://localhost:3000",
    );
  });

  it('keeps an event that nobody took, and sends it after a restart with a fresh signature', async () => {
    receiver.status = 500;
    const id = await openCheckout();
    await sandbox.pay(id);
    expect((await stripe.events.list({ delivery_success: false })).data).toMatchObject([
      { type: 'checkout.session.completed', pending_webhooks: 1, data: { object: { id } } },
    ]);
    receiver.status = 200;
    await sandbox.restart();
    await receiver.until(2);
    const [first, second] = verified();
    expect(second?.id).toBe(first?.id);
    const open = async () => (await stripe.events.list({ delivery_success: false })).data.length;
    while ((await open()) > 0);
    expect((await stripe.events.retrieve(String(first?.id))).pending_webhooks).toBe(0);
  });

  it('sends copies at once when told to', async () => {
    await sandbox.faults({ duplicate: 9 });
    await sandbox.pay(await openCheckout());
    expect(new Set(verified().map((event) => event.id)).size).toBe(1);
    expect(receiver.received).toHaveLength(10);
  });

  it('signs wrongly when told to, and rightly on the next attempt', async () => {
    await sandbox.faults({ badSignature: true });
    await sandbox.pay(await openCheckout());
    expect(() => verified()).toThrow('No signatures found');
  });

  it('loses webhooks when told to: the customer still comes back', async () => {
    await sandbox.faults({ drop: true });
    expect((await sandbox.pay(await openCheckout())).status).toBe(303);
    expect(receiver.received).toEqual([]);
  });

  it('sends backwards when told to', async () => {
    await sandbox.faults({ reorder: true });
    const id = await openCheckout();
    const back = sandbox.payByBank(id);
    let payment: string | undefined;
    while (!payment) payment = String((await stripe.checkout.sessions.retrieve(id)).payment_intent ?? '');
    await sandbox.settle(payment, 'succeeded');
    await back;
    expect(verified().map((event) => event.type)).toEqual([
      'checkout.session.async_payment_succeeded',
      'checkout.session.completed',
    ]);
  });

  it.each([
    ['another host name', { Host: 'evil.example' }],
    ['a proxy', { 'X-Forwarded-For': '203.0.113.9' }],
    ['a page of another origin', { Origin: 'https://evil.example' }],
  ])('refuses callers by way of %s', async (_name, headers) => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${sandbox.origin}/sandbox/faults`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end('{}');
    });
    expect(status).toBe(403);
  });

  it('refuses faults that are none, and names them', async () => {
    const answer = await sandbox.faults({ duplicate: -1, explode: true });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('explode');
  });
});
