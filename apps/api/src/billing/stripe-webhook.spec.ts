import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { problemOf } from '../../../../test/support/accounts.js';
import { BillingApp, OLDER_WEBHOOK_SECRET } from '../../../../test/support/billing-app.js';
import { Buyer } from '../../../../test/support/buyer.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { SANDBOX_WEBHOOK_SECRET, StripeSandbox } from '../../../../test/support/stripe-sandbox.js';
import { until } from '../../../../test/support/until.js';

/** The booted application and its real route: a body parser put in front of it would break these (P38). */
describe('the webhook', () => {
  let database: TestDatabase;
  let sandbox: StripeSandbox;
  let billing: BillingApp;
  /** Asked first: the answer takes as long as a body may. */
  let dribbled: Promise<number | undefined>;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sandbox = await StripeSandbox.start();
    billing = await BillingApp.start(database.url, sandbox);
    dribbled = dribble(billing.webhookUrl);
  });
  afterAll(async () => {
    await billing?.close();
    await sandbox?.stop();
    await database?.stop();
  });

  const eventOf = (changes: object = {}) => ({
    id: `evt_${randomUUID()}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'checkout.session.completed',
    livemode: false,
    data: { object: { id: 'cs_test_of_nobody', object: 'checkout.session' } },
    ...changes,
  });

  const seconds = (offset = 0) => Math.floor(Date.now() / 1000) + offset;

  function sign(
    payload: string,
    { secret = SANDBOX_WEBHOOK_SECRET, timestamp = seconds(), scheme = 'v1' } = {},
  ) {
    return new Stripe('sk_test_any').webhooks.generateTestHeaderString({
      payload,
      secret,
      timestamp,
      scheme,
    });
  }

  function send(body: string | Uint8Array, signature?: string, headers: Record<string, string> = {}) {
    return fetch(billing.webhookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== undefined && { 'stripe-signature': signature }),
        ...headers,
      },
      body: Buffer.from(body),
    });
  }

  const stored = async (id: string) => {
    const [row] = await database.query<{ state: string; error: string | null }>(
      'SELECT state, error FROM stripe_events WHERE id = $1',
      [id],
    );
    return row;
  };

  describe('refuses, with 400 and nothing kept', () => {
    const body = JSON.stringify(eventOf({ id: 'evt_refused' }));
    const right = (text = body) => sign(text).split('v1=')[1] ?? '';

    it.each<[string, string, () => string | undefined]>([
      ['no signature (P31)', body, () => undefined],
      ['an empty signature', body, () => ''],
      ['a signature of another secret (P32)', body, () => sign(body, { secret: 'whsec_of_someone_else' })],
      ['a signature of another scheme alone (P32)', body, () => sign(body, { scheme: 'v0' })],
      ['half a signature (P32)', body, () => `t=${seconds()},v1=${right().slice(0, 32)}`],
      ['a header without values (P32)', body, () => 't=,v1='],
      ['a header without a time', body, () => `v1=${right()}`],
      ['a header that is none', body, () => 'Bearer x'],
      ['a signature of 301 s ago (P33)', body, () => sign(body, { timestamp: seconds(-301) })],
      ['a signature from the future', body, () => sign(body, { timestamp: seconds(400) })],
      ['a signature whose time was changed', body, () => `t=${seconds(-1)},v1=${right()}`],
      ['a body written anew (P37)', JSON.stringify(JSON.parse(body), null, 2), () => sign(body)],
      ['a body with a byte-order mark (P37)', `\ufeff${body}`, () => sign(body)],
      ['a body with another line end (P37)', `${body}\r\n`, () => sign(`${body}\n`)],
      ['an empty body', '', () => sign(body)],
      ['what is signed and no JSON', 'hello', () => sign('hello')],
      ['what is signed and no event', '{"id":"evt_refused"}', () => sign('{"id":"evt_refused"}')],
    ])('%s', async (_name, text, signature) => {
      expect(await problemOf(await send(text, signature()))).toEqual({
        status: 400,
        code: 'INVALID_SIGNATURE',
      });
      expect(await stored('evt_refused')).toBeUndefined();
    });

    it('bytes that are no UTF-8', async () => {
      const bytes = Buffer.from(body.replace('evt_refused', 'evt_\u00ff'), 'latin1');
      const signature = sign(bytes.toString('utf8'));
      expect((await send(bytes, signature)).status).toBe(400);
    });

    it('a thin event of the v2 API (P42)', async () => {
      const thin = JSON.stringify({
        id: 'evt_refused',
        object: 'v2.core.event',
        type: 'v1.x',
        livemode: false,
      });
      expect((await send(thin, sign(thin))).status).toBe(400);
    });

    it('a compressed body with 415 (P37)', async () => {
      const answer = await send(gzipSync(body), sign(body), { 'content-encoding': 'gzip' });
      expect(await problemOf(answer)).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    });

    it('a body of one byte a second with 408 (P39)', async () => {
      expect(await dribbled).toBe(408);
    });

    it('five megabytes with 413 (P39)', async () => {
      const answer = await send('x'.repeat(5 * 1024 * 1024), sign(body));
      expect(await problemOf(answer)).toEqual({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    });
  });

  describe('stores and answers 200', () => {
    it.each([
      ['an event signed by the newest secret (P41)', SANDBOX_WEBHOOK_SECRET, {}],
      ['an event signed by an older secret (P41)', OLDER_WEBHOOK_SECRET, {}],
      [
        'whatever the content type says (P37)',
        SANDBOX_WEBHOOK_SECRET,
        { 'content-type': 'text/plain; charset=latin1' },
      ],
      [
        'whatever cookie comes along',
        SANDBOX_WEBHOOK_SECRET,
        { cookie: 'x=y', origin: 'https://evil.example' },
      ],
    ])('%s', async (_name, secret, headers) => {
      const event = eventOf();
      const text = JSON.stringify(event);
      expect((await send(text, sign(text, { secret }), headers)).status).toBe(200);
      expect(await stored(event.id)).toBeDefined();
    });

    it('text that PostgreSQL would not index: it is kept as it came', async () => {
      const event = eventOf({ request: { idempotency_key: 'a\0b\ud800' } });
      const text = JSON.stringify(event);
      expect((await send(text, sign(text))).status).toBe(200);
      expect(await stored(event.id)).toBeDefined();
    });

    it('the same event again, once', async () => {
      const text = JSON.stringify(eventOf());
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(text, sign(text))));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const [row] = await database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM stripe_events WHERE id = $1',
        [(JSON.parse(text) as { id: string }).id],
      );
      expect(row?.n).toBe(1);
    });
  });

  describe('parks, without effect,', () => {
    it.each([
      ['an event of the other mode (P28)', { livemode: true }, 'livemode is true'],
      ['an event of a kind we do not handle', { type: 'customer.created' }, 'no handler for this type'],
      ['an event about nothing', { data: { object: {} } }, 'no object id'],
      ['an event of another API version (P30)', { api_version: '2024-06-20' }, 'API version is 2024-06-20'],
      ['a checkout that Stripe does not know', {}, 'no order of ours'],
    ])('%s', async (_name, changes, why) => {
      const event = eventOf(changes);
      const text = JSON.stringify(event);
      expect((await send(text, sign(text))).status).toBe(200);
      const row = await until('parked', async () => {
        const found = await stored(event.id);
        return found?.state === 'parked' && found;
      });
      expect(row.error).toBe(why);
    });

    it('a checkout of another shop on the same account', async () => {
      const price_data = { currency: 'usd', unit_amount: 100, product_data: { name: 'A hat' } };
      const { id } = await sandbox.client().checkout.sessions.create({
        mode: 'payment',
        success_url: 'http://localhost/',
        metadata: { order_id: 'hat-17' },
        line_items: [{ quantity: 1, price_data }],
      });
      const event = eventOf({ data: { object: { id } } });
      const text = JSON.stringify(event);
      await send(text, sign(text));
      await until('parked', async () => (await stored(event.id))?.state === 'parked');
    });
  });

  it('answers 500 when it cannot store, and has one effect when Stripe sends it again (P43)', async () => {
    const buyer = await Buyer.arrive(billing.url, sandbox);
    const orderId = await buyer.buy(); // the sandbox's own webhooks go nowhere here
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    const text = JSON.stringify(data[0]);
    await database.query('ALTER TABLE stripe_events RENAME TO stripe_events_away');
    expect((await send(text, sign(text))).status).toBe(500);
    await database.query('ALTER TABLE stripe_events_away RENAME TO stripe_events');
    expect((await send(text, sign(text))).status).toBe(200);
    expect((await send(text, sign(text))).status).toBe(200);
    await until('a session', async () => {
      return (await database.query('SELECT 1 FROM sessions WHERE order_id = $1', [orderId])).length === 1;
    });
  });

  it('recovers within 10 s an event whose process died between storing and handling it (P45)', async () => {
    const buyer = await Buyer.arrive(billing.url, sandbox);
    const orderId = await buyer.buy();
    const { data } = await sandbox.client().events.list({ type: 'checkout.session.completed', limit: 1 });
    const [event] = data;
    await database.query(
      `INSERT INTO stripe_events (id, type, livemode, object_id, payload, received_at)
       VALUES ($1, $2, false, $3, $4, now())`,
      [event?.id, event?.type, (event?.data.object as { id: string }).id, JSON.stringify(event)],
    );
    const processed = async () => (await stored(String(event?.id)))?.state === 'processed';
    await until('a worker takes it up', processed, 10_000);
    expect((await buyer.look(orderId)).status).toBe('paid');
  });
});

/** Sends a byte a second until it is answered. @returns the status */
function dribble(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { 'content-length': '60' } });
    const timer = setInterval(() => sending.write(' '), 1_000);
    sending.once('response', (answer) => {
      clearInterval(timer);
      answer.resume();
      resolve(answer.statusCode);
    });
    sending.once('error', reject);
    sending.flushHeaders();
  });
}
