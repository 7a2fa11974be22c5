import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type Visitor } from '../support/browser.js';
import { payOnSandboxPage, register, signIn, socketCloses } from '../support/portal.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

const EMAIL = 'mara@example.com';
const DAY_SECONDS = 86_400;
let product: Product;
let customer: Visitor;
let admin: Visitor;

beforeAll(async () => {
  product = await Product.start();
  [customer, admin] = await Promise.all([openBrowser(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([customer?.browser.close(), admin?.browser.close()]);
  await product?.stop();
}, 60_000);

it('a dollar more adds a day in place, both can be followed, and the first goes back with its session', async () => {
  const { page, context } = customer;
  const closes = await socketCloses(page);
  await page.goto(product.origin);
  await page.getByRole('link', { name: /start for/i }).click();
  await register(page, EMAIL);
  await page.getByRole('button', { name: /^pay/i }).click();
  await payOnSandboxPage(page, EMAIL);
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  await until('a day is left', async () => isWithin(await secondsLeft(page), DAY_SECONDS), 60_000);

  const tab = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Add 24 hours for $1, in a new tab' }).click();
  const payment = await tab;
  await payment.waitForURL(`${product.sandboxOrigin}/**`, { timeout: 60_000 });
  await payOnSandboxPage(payment, EMAIL);
  await payment.getByRole('heading', { name: 'Your time was added' }).waitFor({ timeout: 60_000 });

  await page
    .getByRole('status')
    .filter({ hasText: /^24 hours added/ })
    .waitFor({ timeout: 60_000 });
  await until('the countdown has grown', async () => isWithin(await secondsLeft(page), 2 * DAY_SECONDS));
  expect(await page.getByRole('log', { name: 'Timeline' }).innerText()).toContain('Paid: 24 hours more');
  expect(closes()).toEqual([]); // the desktop did not notice

  await payment.goto(`${product.origin}/orders`);
  const orders = payment.getByRole('main').getByRole('listitem');
  await until('both orders are listed', async () => (await orders.count()) === 2);
  const [extension, first] = await orders.allInnerTexts();
  expect(extension).toContain('More time');
  expect(first).toContain('A desktop');
  const receipt = payment.getByRole('link', { name: /^Receipt/ }).first();
  expect(await receipt.getAttribute('href')).toContain(product.sandboxOrigin);

  await refundInConsole(admin.page);
  await page
    .getByRole('status')
    .filter({ hasText: 'This session was refunded' })
    .waitFor({ timeout: 60_000 });
  await until('its sockets are closed for good', () => {
    const ended = closes().filter(({ code }) => code === 4410);
    return new Set(ended.map(({ path }) => path.split('/')[1])).size === 2;
  });
  expect(await page.content()).not.toContain('asked by mail');
  await until(
    'the customer sees where the money is',
    async () => {
      await payment.reload();
      await orders.nth(1).waitFor();
      return /refunded on/i.test(await orders.nth(1).innerText());
    },
    60_000,
  );
  expect(await payment.content()).not.toContain('asked by mail');
}, 300_000);

/** As the countdown says it: `23:59:59`, `47:59:58`. */
async function secondsLeft(page: Page): Promise<number> {
  const [hours = 0, minutes = 0, seconds = 0] = (await page.getByRole('timer').innerText())
    .split(':')
    .map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** What has passed of it so far is far less than an hour. */
function isWithin(seconds: number, of: number): boolean {
  return seconds <= of && seconds > of - 3600;
}

async function refundInConsole(page: Page): Promise<void> {
  await page.goto(`${product.origin}/sign-in`);
  await signIn(page, 'admin@localhost', product.adminPassword());
  await page.goto(`${product.origin}/console/money/orders?kind=first`);
  await page.getByLabel('Customer, reference or id').fill('mara@');
  await page.getByRole('row', { name: new RegExp(EMAIL) }).click();
  await page.getByRole('button', { name: 'Refund…' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.innerText()).toContain(EMAIL);
  await dialog.getByText(/Desktop socket/).waitFor();
  await dialog.getByLabel('Reason').fill('asked by mail');
  await dialog.getByRole('button', { name: 'Refund $1' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('region', { name: 'Story' })
    .getByText(/Refund of \$1/)
    .waitFor();
}
