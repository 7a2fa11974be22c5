import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, type Visitor } from '../support/browser.js';
import { processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { colourOf, socketCloses } from '../support/portal.js';
import { TestPage } from '../support/test-page.js';
import { until } from '../support/until.js';

let product: Product;
let page: TestPage;
let customer: Visitor;
let admin: Visitor;

beforeAll(async () => {
  page = await TestPage.serve();
  product = await Product.start({
    DESKTOP_START_URL: page.url,
    EGRESS_ALLOW: page.hostAndPort,
    EGRESS_PORTS: `80,443,${new URL(page.url).port}`,
  });
  [customer, admin] = await Promise.all([openBrowser(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([customer?.browser.close(), admin?.browser.close()]);
  await product?.stop();
  await page?.stop();
}, 60_000);

const timeline = (of: Page) => of.getByRole('complementary', { name: 'Timeline' }).getByRole('listitem');

describe('one dollar becomes a live desktop', () => {
  let closes: () => { path: string; code: number }[];
  let sessionUrl: string;

  it('from registering to a picture', async () => {
    closes = await socketCloses(customer.page);
    await customer.page.goto(product.origin);
    await customer.page.getByRole('link', { name: /start for/i }).click();
    await customer.page.getByLabel('Email').fill('ada@example.com');
    await customer.page.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
    await customer.page.getByRole('button', { name: 'Create account' }).click();
    await customer.page.getByRole('button', { name: /^pay/i }).click();
    await customer.page.waitForURL(`${product.sandboxOrigin}/**`);
    expect(await customer.page.getByText(/no real money/i).count()).toBeGreaterThan(0);
    await customer.page.getByLabel(/card number/i).fill('4242 4242 4242 4242');
    await customer.page.getByLabel(/expir/i).fill('12 / 34');
    await customer.page.getByLabel(/code|cvc/i).fill('123');
    const email = customer.page.getByLabel(/e-?mail/i);
    if (await email.isEditable()) await email.fill('ada@example.com');
    await customer.page.getByRole('button', { name: /^pay/i }).click();
    await customer.page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/, { timeout: 30_000 });
    sessionUrl = customer.page.url();
    await until('the desktop is painted', async () => (await colourOf(customer.page)) === '#204080', 30_000);
  }, 90_000);

  it('what is typed arrives in the page of the desktop, and its pixels change', async () => {
    const canvas = customer.page.locator('canvas').first();
    await canvas.click({ position: { x: 400, y: 400 } });
    await customer.page.keyboard.press('q');
    await until('the page hears the key', () => page.typed.includes('q'));
    await until('the picture changes', async () => (await colourOf(customer.page)) === '#d02030');
  });

  it('a refresh shows the same timeline and the same desktop', async () => {
    const before = await until('the timeline has entries', async () => {
      const texts = await timeline(customer.page).allInnerTexts();
      return texts.length > 0 && texts;
    });
    await customer.page.reload();
    await until(
      'the desktop is there again',
      async () => (await colourOf(customer.page)) === '#d02030',
      20_000,
    );
    const firstLines = (texts: string[]) => texts.map((text) => text.split('\n')[0]);
    await until('the timeline is there again', async () => {
      const after = firstLines(await timeline(customer.page).allInnerTexts());
      return firstLines(before).every((line) => after.includes(line));
    });
  }, 60_000);

  it('an admin finds it and revokes it with a reason: dark, explained, proven', async () => {
    await admin.page.goto(`${product.origin}/sign-in`);
    await admin.page.getByLabel('Email').fill('admin@localhost');
    await admin.page.getByLabel('Password', { exact: true }).fill(product.adminPassword());
    await admin.page.getByRole('button', { name: /sign in/i }).click();
    await admin.page.goto(`${product.origin}/console/sessions`);
    await admin.page.getByLabel('Customer or reference').fill('ada@');
    const row = admin.page.getByRole('row', { name: /ada@example.com/ });
    await row.click();
    await admin.page
      .getByRole('button', { name: /^revoke/i })
      .first()
      .click();
    const dialog = admin.page.getByRole('dialog');
    expect(await dialog.innerText()).toContain('ada@example.com');
    await dialog.getByLabel('Reason').fill('broke the terms');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByText(/dark after/i).waitFor();

    await customer.page.getByText(/ended by an administrator/i).waitFor();
    expect(await customer.page.content()).not.toContain('broke the terms');
    const codes = await until(
      'both sockets close',
      () => closes().filter(({ code }) => code === 4410).length >= 2 && closes(),
    );
    const ended = codes.filter(({ code }) => code === 4410).map((each) => each.path.split('/')[1]);
    expect(new Set(ended)).toEqual(new Set(['ws', 'vnc']));
  }, 60_000);

  it('nothing of the desktop is left, and nobody comes back to it', async () => {
    const sessionId = sessionUrl.split('/').at(-1) ?? '';
    const desktops = path.join(product.runDir, 'desktops');
    await until('only warm desktops are left', () => {
      const folders = existsSync(desktops) ? readdirSync(desktops) : [];
      return folders.every((id) => !processesWith(id).some(({ command }) => command.includes(sessionId)));
    });
    const client = await product.customer().register();
    expect(
      (
        await client.request('POST', '/api/auth/connection-tokens', {
          purpose: 'desktop',
          sessionId,
          access: 'control',
        })
      ).status,
    ).toBe(404);
    const closesBefore = closes().length;
    await customer.page.waitForTimeout(2_000); // a client that came back would do so within its first back-off
    expect(closes().length).toBe(closesBefore);
  }, 30_000);
});
