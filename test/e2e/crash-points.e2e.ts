import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckoutCreated } from '#contracts';
import { TestDatabase } from '../support/database.js';
import { violations } from '../support/money-invariants.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

/** The built product on a database that the test can read; its api dies at the point the file names, once. */
let folder: string;
let file: string;
let database: TestDatabase;
let product: Product;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'oda-crash-'));
  file = path.join(folder, 'crash-at');
  database = await TestDatabase.create();
  product = await Product.start({
    DATABASE_URL: database.url,
    DESKTOP_POOL_SIZE: '0',
    RATE_LIMIT_FACTOR: '1000',
    CRASH_AT_FILE: file,
    NODE_OPTIONS: `--import=${pathToFileURL(path.resolve('test/support/crash-points.mjs')).href}`,
  });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

type Customer = ReturnType<Product['customer']>;

/** A request that may find the api dead is sent until it is answered. */
const persist = <T>(what: string, send: () => Promise<T>) =>
  until<{ answer: T }>(
    what,
    () =>
      send()
        .then((answer) => ({ answer }))
        .catch(() => undefined),
    60_000,
  );

async function buy(customer: Customer): Promise<string> {
  const checkout = await persist('a checkout', () => customer.call('POST', '/api/billing/checkout', {}));
  const { checkoutId, url } = CheckoutCreated.parse(checkout.answer);
  await customer.payAt(url);
  return checkoutId;
}

const died = () => until('the api died there', () => !existsSync(file), 60_000);
const stateOf = async (orderId: string) => {
  const [row] = await database.query<{ status: string; state: string }>(
    `SELECT o.status, coalesce(s.end_reason, s.state) AS state FROM orders o LEFT JOIN sessions s ON s.id = o.session_id
     WHERE o.id = $1`,
    [orderId],
  );
  return `${row?.status ?? 'none'}, ${row?.state ?? 'none'}`;
};
const becomes = (orderId: string, state: string) =>
  until(`the order is ${state}`, async () => (await stateOf(orderId)) === state, 60_000);

describe('kill -9 of the api', () => {
  it.each([
    'checkout.order-written',
    'checkout.made-at-stripe',
    'inbox.stored', // P44
    'inbox.before-handling', // P45
    'fulfilment.order-paid',
    'fulfilment.committed',
    'provisioning.job-taken',
    'provisioning.desktop-there',
  ])(
    'at %s leaves one session for the paid order',
    async (point) => {
      const customer = await persist('an account', () => product.customer().register());
      writeFileSync(file, point);
      const orderId = await buy(customer.answer);
      await died();
      await becomes(orderId, 'paid, active');
      const [session] = await database.query<{ id: string }>('SELECT id FROM sessions WHERE order_id = $1', [
        orderId,
      ]);
      await persist('its end', () =>
        customer.answer.call('POST', `/api/sessions/${String(session?.id)}/end`),
      );
    },
    150_000,
  );

  it.each(['refund.requested', 'refund.made-at-stripe'])(
    'at %s gives the dollar back once',
    async (point) => {
      const customer = await persist('an account', () => product.customer().register());
      const orderId = await buy(customer.answer);
      await becomes(orderId, 'paid, active');
      const admin = await product.admin();
      writeFileSync(file, point);
      await admin
        .call('POST', `/api/admin/orders/${orderId}/refund`, { reason: 'a test of deaths' })
        .catch(() => undefined);
      await died();
      await becomes(orderId, 'refunded, refunded');
    },
    150_000,
  );

  it('left no invariant broken', async () => {
    expect(await violations((sql) => database.query(sql))).toEqual([]);
    const [count] = await database.query<{ sessions: number; orders: number }>(
      `SELECT (SELECT count(*)::int FROM sessions) AS sessions,
         (SELECT count(*)::int FROM orders WHERE status IN ('paid', 'refunded')) AS orders`,
    );
    expect(count).toEqual({ sessions: 10, orders: 10 });
  });
});
