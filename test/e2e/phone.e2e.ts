import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ApiClient } from '../support/api-client.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { colourOf, openSession } from '../support/portal.js';
import { displaysUnder, processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';
import { WritingPage } from '../support/writing-page.js';

const PHONE = { width: 390, height: 844 };

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

// in the page, whose globals this program does not have
const BOXES = `(() => {
  const boxOf = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left, top, width, height };
  };
  const canvas = document.querySelector('.stage canvas');
  return { picture: boxOf(canvas), bar: boxOf(document.querySelector('oda-session-bar .tools')), page: document.documentElement.scrollWidth };
})()`;

let desktopPage: WritingPage;
let product: Product;
let visitor: Visitor;
let page: Page;
let owner: ApiClient;
let sessionId: string;

beforeAll(async () => {
  desktopPage = await WritingPage.serve('');
  product = await Product.start({ ...desktopPage.asStartPage, DESKTOP_POOL_SIZE: '0' });
  visitor = await openBrowser(PHONE, { isPhone: true });
  ({ page } = visitor);
  owner = await product.customer().register();
  ({ id: sessionId } = await owner.buySession());
  await openSession(page, owner, sessionId);
  await until('the desktop is painted', async () => (await colourOf(page)) === '#204080', 30_000);
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await desktopPage?.stop();
}, 60_000);

const boxes = () => page.evaluate<{ picture: Box; bar: Box; page: number }>(BOXES);

/** Two fingers on the picture that are `from` pixels apart, and then `to`. */
async function pinch(from: number, to: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { picture } = await boxes();
  const [x, y] = [PHONE.width / 2, picture.top + picture.height / 2];
  const fingers = (apart: number) => [
    { x: x - apart / 2, y, id: 1 },
    { x: x + apart / 2, y, id: 2 },
  ];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(from) });
  for (let step = 1; step <= 10; step += 1) {
    const apart = from + ((to - from) * step) / 10;
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

it('has the picture first, what can be done with it at the thumb, and nothing beside the screen', async () => {
  const { picture, bar, page: width } = await boxes();
  expect(width).toBe(PHONE.width);
  expect(picture.width).toBeGreaterThan(PHONE.width * 0.95);
  expect(bar.top).toBeGreaterThan(picture.top + picture.height);
  expect(bar.top + bar.height).toBeLessThanOrEqual(PHONE.height);
  expect(PHONE.height - bar.top).toBeLessThan(PHONE.height / 6);
});

it('types with the keyboard that the button brings up', async () => {
  await page.getByRole('button', { name: 'Keyboard' }).tap();
  const field = page.getByLabel(/^Type into the desktop/);
  expect(await field.getAttribute('inputmode')).toBe('text');
  await page.keyboard.insertText('from a thumb');
  await until('the text is there', () => desktopPage.text === 'from a thumb');
});

it('has two fingers make the picture larger, and as large as it was', async () => {
  const [before, text] = [await boxes(), desktopPage.text];
  await pinch(80, 240);
  const large = await until('the picture is larger', async () => {
    const { picture } = await boxes();
    return picture.width > before.picture.width * 1.5 && picture;
  });
  expect(large.width / large.height).toBeCloseTo(before.picture.width / before.picture.height, 1);
  expect((await boxes()).page).toBe(PHONE.width);
  await pinch(240, 40);
  await until('it is as large as it was', async () => (await boxes()).picture.width === before.picture.width);
  expect(desktopPage.text).toBe(text);
});

it('says when its desktop was lost, brings the next one, and what that cost until it is put away', async () => {
  const supervisors = processesWith('supervisor/main.js');
  const [display = 0] = displaysUnder(supervisors.filter(({ command }) => command.includes(product.runDir)));
  process.kill(display, 'SIGKILL');
  const strip = page.getByText(/Its pages, sign-ins and files are gone\.$/);
  await strip.waitFor({ timeout: 30_000 });
  await until('the next desktop is painted', async () => (await colourOf(page)) === '#204080', 30_000);
  const box = await strip.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? PHONE.width)).toBeLessThanOrEqual(PHONE.width);
  await page.reload();
  await strip.waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).tap();
  await strip.waitFor({ state: 'detached' });
  await page.reload();
  await until('the desktop is painted anew', async () => (await colourOf(page)) === '#204080', 30_000);
  expect(await strip.count()).toBe(0);
});
