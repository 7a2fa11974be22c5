import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { DesktopFiles, Takeaway } from '#contracts';
import type { ApiClient } from '../support/api-client.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { DownloadPage } from '../support/download-page.js';
import { openSession } from '../support/portal.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

const MEBIBYTE = 1024 ** 2;
let downloadPage: DownloadPage;
let product: Product;
let visitor: Visitor;
let page: Page;
let owner: ApiClient;
let files: string;

beforeAll(async () => {
  downloadPage = await DownloadPage.serve('from the desktop.txt', 'made in the desktop');
  product = await Product.start({ ...downloadPage.asStartPage, FILES_MAX_MB: '2' });
  visitor = await openBrowser();
  ({ page } = visitor);
  owner = await product.customer().register();
  const { id } = await owner.buySession();
  files = `/api/sessions/${id}/files`;
  await openSession(page, owner, id);
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await downloadPage?.stop();
}, 60_000);

const listed = async () => ((await owner.call('GET', files)) as DesktopFiles).items.map(({ name }) => name);
const put = (
  name: string,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
  by = owner,
) =>
  fetch(`${product.origin}${files}/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${by.accessToken}`,
      'Content-Type': 'application/octet-stream',
      ...headers,
    },
    body,
  });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

it('are nobody else’s: not a stranger’s, not an admin’s', async () => {
  const stranger = await product.customer().register();
  for (const [who, status] of [
    [stranger, 404],
    [await product.admin(), 403],
  ] as const) {
    expect((await who.request('GET', files)).status).toBe(status);
    expect((await who.request('GET', `${files}/a`)).status).toBe(status);
    expect((await who.request('DELETE', `${files}/a`)).status).toBe(status);
    expect((await put('a', 'x', {}, who)).status).toBe(status);
  }
  expect(await listed()).not.toContain('a');
});

it('are refused when they are too large, no plain bytes, or packed', async () => {
  const large = Buffer.alloc(3 * MEBIBYTE);
  expect(await codeOf(await put('large', large))).toBe('PAYLOAD_TOO_LARGE');
  expect((await put('form', 'a=1', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(
    415,
  );
  expect((await put('packed', 'x', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  expect((await listed()).filter((name) => ['large', 'form', 'packed'].includes(name))).toEqual([]);
});

it('go into the desktop and come back byte for byte, under a name that is safe', async () => {
  const content = randomBytes(2 * MEBIBYTE);
  const answer = await put('../../.ssh/Grüße 🎈.bin', content);
  expect([answer.status, await answer.json()]).toEqual([201, { name: '_.._.ssh_Grüße 🎈.bin' }]);
  const back = await owner.request('GET', `${files}/${encodeURIComponent('_.._.ssh_Grüße 🎈.bin')}`);
  expect(Buffer.from(await back.arrayBuffer()).equals(content)).toBe(true);
  expect(back.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(back.headers.get('x-content-type-options')).toBe('nosniff');
});

it('are sent, listed, saved and deleted in the portal; what the desktop downloads is there too', async () => {
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Files of the desktop' });
  const folder = dialog.getByRole('region', { name: 'In the Downloads folder' });
  await folder.getByText('from the desktop.txt').waitFor();

  const saving = page.waitForEvent('download');
  await folder.getByRole('button', { name: 'Save from the desktop.txt to this computer' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('from the desktop.txt');
  expect(readFileSync(await saved.path(), 'utf8')).toBe('made in the desktop');

  const choosing = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose files' }).click();
  await (
    await choosing
  ).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('from this computer') });
  await folder.getByText('notes.txt').waitFor();
  const back = await owner.request('GET', `${files}/notes.txt`);
  expect(await back.text()).toBe('from this computer');

  await folder.getByRole('button', { name: 'Delete notes.txt' }).click();
  await folder.getByRole('button', { name: 'Delete', exact: true }).click();
  await until('it is gone', async () => !(await listed()).includes('notes.txt'));
});

it('end with the session, but for the copy that their customer asked for', async () => {
  const takeaway = files.replace('/files', '/takeaway');
  const dialog = page.getByRole('dialog', { name: 'Files of the desktop' });
  await dialog.getByRole('button', { name: 'Keep a copy' }).click();
  await dialog.getByText('The first is made in a moment').waitFor();
  await until(
    'the copy is made',
    async () => ((await owner.call('GET', takeaway)) as Takeaway).state === 'ready',
    30_000,
  );
  await owner.call('POST', files.replace('/files', '/end'));
  expect(await codeOf(await owner.request('GET', files))).toBe('SESSION_ENDED');

  await page.reload();
  await page.getByText('A copy of your files is here until').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the copy' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^desktop-.*\.zip$/);
  expect(readFileSync(await saved.path()).includes('from the desktop.txt')).toBe(true);

  rmSync(path.join(product.dataDir, 'takeaways'), { recursive: true });
  const answer = await owner.request('GET', `${takeaway}/archive`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    404,
    expect.stringContaining('application/problem+json') as unknown,
  ]);
  await page.getByRole('button', { name: 'Save the copy' }).click();
  await page.getByText('A copy of your files is here until').waitFor({ state: 'detached' });
  await page.screenshot({ path: '/tmp/s5/kept-gone.png' });
  expect(await owner.call('GET', takeaway)).toMatchObject({ state: 'off' });
}, 60_000);
