import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerOrderList, SessionEventPage } from '#contracts';
import { openBrowser, type Visitor } from '../support/browser.js';
import { TestDatabase } from '../support/database.js';
import { violations } from '../support/money-invariants.js';
import { payOnSandboxPage, register } from '../support/portal.js';
import { Product } from '../support/product.js';
import { SANDBOX_WEBHOOK_SECRET, StripeSandbox } from '../support/stripe-sandbox.js';
import { until } from '../support/until.js';

/** The product in a mount namespace of its own, where a program of a desktop can be taken away and given back: that takes root. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

const EMAIL = 'grace@example.com';
const PASSWORD = 'correct horse battery staple';
const DISPLAY = '/usr/bin/Xtigervnc';

let database: TestDatabase;
let stripe: StripeSandbox;
let product: Product;
let buyer: Visitor;

asRoot('while the display of desktops cannot be run', () => {
  beforeAll(async () => {
    [database, stripe, buyer] = await Promise.all([
      TestDatabase.create(),
      StripeSandbox.start(),
      openBrowser(),
    ]);
    const env = {
      DATABASE_URL: database.url,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: SANDBOX_WEBHOOK_SECRET,
      STRIPE_API_BASE: stripe.origin,
      DESKTOP_POOL_SIZE: '1',
    };
    product = await Product.start(env, ['/usr/bin/unshare', '--mount', '--']);
    stripe.sendWebhooksTo(`${product.origin}/api/billing/stripe-webhook`);
  }, 120_000);
  afterAll(async () => {
    await buyer?.browser.close();
    await product?.stop();
    await Promise.all([database?.stop(), stripe?.stop()]);
  }, 60_000);

  const there = (...command: string[]) =>
    execFileSync('/usr/bin/nsenter', [`--target=${product.pid}`, '--mount', '--', ...command]);
  const health = async () => {
    const answer = (await (await fetch(`${product.origin}/health`)).json()) as {
      details?: { desktops?: { limitedBy?: string; failure?: string } };
    };
    return answer.details?.desktops ?? {};
  };

  it('who has a desktop keeps it, and who pays is told kindly and refunded once', async () => {
    const { page } = buyer;
    await page.goto(`${product.origin}/register`);
    await register(page, EMAIL, PASSWORD);
    await page.getByRole('button', { name: /^pay/i }).click();
    await page.waitForURL(`${stripe.origin}/**`); // sold while all was well

    await until('a desktop is warm', () => product.output.includes('warm desktop ready'), 30_000);
    there('mount', '--bind', '/dev/null', DISPLAY);
    const lucky = await product.customer().register();
    const { id: running } = await lucky.buySession();

    await payOnSandboxPage(page, EMAIL);
    await page.getByRole('heading', { name: 'We could not start a desktop' }).waitFor({ timeout: 40_000 });
    expect(await page.locator('main').innerText()).toContain('Your money has been sent back.');

    const customer = await product.customer().signIn(EMAIL, PASSWORD);
    const order = await until('the money is back', async () => {
      const { items } = CustomerOrderList.parse(await customer.call('GET', '/api/billing/orders'));
      return items.find(({ refund }) => refund?.state === 'succeeded');
    });
    expect(order).toMatchObject({
      status: 'refunded',
      refund: { amountCents: order.amountCents },
      session: { state: 'ended', endReason: 'failed_to_start' },
    });
    expect((await stripe.client().refunds.list()).data.map(({ amount }) => amount)).toEqual([
      order.amountCents,
    ]);
    const starts = await database.query<{ error: string }>(
      'SELECT error FROM desktops WHERE session_id = $1 ORDER BY created_at',
      [order.session?.id],
    );
    expect(starts.map(({ error }) => error)).toEqual(Array(3).fill(expect.stringContaining('Xtigervnc')));
    const events = await customer.call('GET', `/api/sessions/${String(order.session?.id)}/events`);
    expect(SessionEventPage.parse(events).items.map(({ name }) => name)).toEqual([
      'session.created',
      'session.ended',
    ]);
    expect(await lucky.session(running)).toMatchObject({ state: 'active', desktop: { state: 'ready' } });
  }, 120_000);

  it('health says why, and nobody else is sold one', async () => {
    const desktops = await until('the last starts failed', async () => {
      const found = await health();
      return found.limitedBy === 'failing_starts' && found;
    });
    expect(desktops.failure).toContain('Xtigervnc');
    const late = await product.customer().register();
    const refused = await late.request('POST', '/api/billing/checkout', {});
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'NO_CAPACITY' }]);
    await buyer.page.getByRole('link', { name: 'Try again' }).click();
    await buyer.page.getByText('No desktop is free right now').first().waitFor();
  }, 60_000);

  it('the next purchase works as soon as the program is back', async () => {
    there('umount', DISPLAY);
    await until('places are offered again', async () => (await health()).limitedBy === undefined, 30_000);
    const customer = await product.customer().register();
    expect((await customer.buySession()).desktop.state).toBe('ready');
    expect(await violations((sql) => database.query(sql))).toEqual([]);
    expect((await stripe.client().refunds.list()).data).toHaveLength(1);
  }, 90_000);
});
