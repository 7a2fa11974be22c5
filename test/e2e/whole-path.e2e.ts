import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, type Visitor } from '../support/browser.js';
import { colourOf, payOnSandboxPage, register, signIn, socketCloses } from '../support/portal.js';
import { processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { TestPage } from '../support/test-page.js';
import { until } from '../support/until.js';

const EMAIL = 'ada@example.com';
let product: Product;
let desktopPage: TestPage;
let customer: Visitor;
let admin: Visitor;

beforeAll(async () => {
  desktopPage = await TestPage.serve();
  // without a warm pool every process of a desktop is this customer's, and none may be left
  product = await Product.start({ ...desktopPage.asStartPage, DESKTOP_POOL_SIZE: '0' });
  [customer, admin] = await Promise.all([openBrowser(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([customer?.browser.close(), admin?.browser.close()]);
  await product?.stop();
  await desktopPage?.stop();
}, 60_000);

it('one dollar becomes a live desktop that is driven, refreshed, revoked, and gone', async () => {
  const { page } = customer;
  const closes = await socketCloses(page);
  await buy(page);
  const sessionId = page.url().split('/').at(-1) ?? '';
  await until('the desktop is painted', async () => (await colourOf(page)) === '#204080', 30_000);

  await page
    .locator('canvas')
    .first()
    .click({ position: { x: 400, y: 400 } });
  await page.keyboard.press('q');
  await until('the page of the desktop hears the key', () => desktopPage.typed.includes('q'));
  await until('its pixels change', async () => (await colourOf(page)) === '#d02030');

  const before = await timeline(page);
  await page.reload();
  await until('the desktop is as it was', async () => (await colourOf(page)) === '#d02030', 30_000);
  const after = await timeline(page);
  expect(after).toEqual(expect.arrayContaining(before));

  await revokeInConsole(admin.page);
  await page
    .getByRole('status')
    .filter({ hasText: /ended by an administrator/i })
    .waitFor();
  expect(await page.content()).not.toContain('broke the terms');
  const ended = await until('both sockets are closed for good', () => {
    const paths = closes()
      .filter(({ code }) => code === 4410)
      .map((close) => close.path.split('/')[1]);
    return paths.length >= 2 && paths;
  });
  expect(new Set(ended)).toEqual(new Set(['ws', 'vnc']));

  await until('no process of the desktop is left', () => supervisors().length === 0);
  const folders = path.join(product.runDir, 'desktops');
  expect(existsSync(folders) ? readdirSync(folders) : []).toEqual([]);
  const body = { purpose: 'desktop', sessionId, access: 'control' };
  const owner = await product.customer().signIn(EMAIL, 'correct horse battery staple');
  expect((await owner.request('POST', '/api/auth/connection-tokens', body)).status).toBe(404);
  const closesThen = closes().length;
  await page.waitForTimeout(2_000); // whoever came back would do so within the first back-off
  expect(closes()).toHaveLength(closesThen);
}, 180_000);

async function buy(page: Page): Promise<void> {
  await page.goto(product.origin);
  await page.getByRole('link', { name: /start for/i }).click();
  await register(page, EMAIL);
  await page.getByRole('button', { name: /^pay/i }).click();
  await page.waitForURL(`${product.sandboxOrigin}/**`);
  expect(await page.getByText(/no real money/i).count()).toBeGreaterThan(0);
  await payOnSandboxPage(page, EMAIL);
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/, { timeout: 30_000 });
}

/** What each entry of the timeline says, without how long ago it was. */
async function timeline(page: Page): Promise<(string | undefined)[]> {
  const entries = page.getByRole('complementary', { name: 'Timeline' }).getByRole('listitem');
  const texts = await until('the timeline has entries', async () => {
    const found = await entries.allInnerTexts();
    return found.length > 2 && found;
  });
  return texts.map((text) => text.split('\n')[0]);
}

async function revokeInConsole(page: Page): Promise<void> {
  await page.goto(`${product.origin}/sign-in`);
  await signIn(page, 'admin@localhost', product.adminPassword());
  await page.goto(`${product.origin}/console/sessions`);
  await page.getByLabel('Customer or reference').fill('ada@');
  await page.getByRole('row', { name: new RegExp(EMAIL) }).click();
  await page
    .getByRole('button', { name: /^revoke/i })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.innerText()).toContain(EMAIL);
  await dialog.getByLabel('Reason').fill('broke the terms');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await dialog.getByText(/dark after/i).waitFor();
}

function supervisors() {
  return processesWith(product.runDir).filter(({ command }) => command.includes('supervisor'));
}
