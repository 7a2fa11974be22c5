import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type Visitor } from '../support/browser.js';
import { colourOf, openSession } from '../support/portal.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';
import { WritingPage } from '../support/writing-page.js';
import { watchInSilence } from '../support/silent-watcher.js';
import type { ApiClient } from '../support/api-client.js';

const FOR_THE_DESKTOP = 'Grüße, naïve Œuvre — 你好, €5 🎉👩‍👩‍👧\nzweite Zeile';
const FROM_THE_DESKTOP = 'Ångström, señor, Ελλάδα 🚀\nand a second line';
// in the page, whose globals this program does not have
const SIZES = `(() => {
  const canvas = document.querySelector('canvas');
  return { desktop: canvas.width, stage: canvas.parentElement.clientWidth };
})()`;
const LAST_FRAMES = `document.querySelectorAll('oda-desktop-view .frame canvas').length`;
const CUT = `sockets.filter(({ url }) => url.includes('/vnc/')).forEach((socket) => socket.close())`;
/** Keeps the page's sockets, for `CUT`. A proxy, since noVNC looks at the prototype of a socket to know it for one. */
const KEEPING_SOCKETS = `
  globalThis.sockets = [];
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct(original, given) {
      sockets.push(new original(...given));
      return sockets.at(-1);
    },
  });`;
let product: Product;
let desktopPage: WritingPage;
let visitor: Visitor;
let owner: ApiClient;
let sessionId: string;
let page: Page;

beforeAll(async () => {
  desktopPage = await WritingPage.serve(FROM_THE_DESKTOP);
  product = await Product.start(desktopPage.asStartPage);
  visitor = await openBrowser();
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  ({ page } = visitor);
  await page.addInitScript(KEEPING_SOCKETS);
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

beforeEach(async () => {
  await canvas().click({ position: { x: 300, y: 400 } });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await until('the field is empty', () => desktopPage.keys.at(-1) === 'Delete' && desktopPage.text === '');
});

const canvas = () => page.locator('canvas').first();

type MenuRole = 'menuitem' | 'menuitemradio' | 'menuitemcheckbox';

/** Opens a menu of the bar and chooses from it. */
async function choose(menu: string, name: string, role: MenuRole = 'menuitem'): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole(role, { name, exact: true }).click();
}

it('pastes accents and emoji into the desktop', async () => {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(FOR_THE_DESKTOP)})`);
  await canvas().click({ position: { x: 300, y: 400 } });
  await page.keyboard.press('Control+v');
  await until('the text is pasted', () => desktopPage.text === FOR_THE_DESKTOP);
});

it('brings what is copied in the desktop to this computer, and to no watcher', async () => {
  const watcher = await owner.desktopSocket(sessionId, 'view');
  const heard = await watchInSilence(watcher);
  const silent = await owner.desktopSocket(sessionId, 'view');
  const heardUnasked = await watchInSilence(silent, { saysNothing: true });
  await choose('Special keys', 'F2');
  await until('the text is copied', async () => {
    return (await page.evaluate<string>('navigator.clipboard.readText()')) === FROM_THE_DESKTOP;
  });
  for (const kinds of [heard, heardUnasked]) {
    await until('the watcher heard that something was copied', () => kinds().includes('notify'));
    expect(new Set(kinds())).toEqual(new Set(['caps', 'notify']));
  }
  watcher.close();
  silent.close();
});

it('types what an input method has composed, and what has no key', async () => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await devtools.send('Input.imeSetComposition', { text: '日本', selectionStart: 2, selectionEnd: 2 });
  await devtools.send('Input.insertText', { text: '日本' });
  for (const character of 'é🎉 Ελλάδα, żółćęśąźń, еще') await page.keyboard.insertText(character);
  await until('the characters came', () => desktopPage.text === '日本é🎉 Ελλάδα, żółćęśąźń, еще');
});

it('sends keys that a browser would keep, and holds some down', async () => {
  await choose('Special keys', 'Ctrl Alt Del');
  await until('Ctrl Alt Del came', () => desktopPage.keys.includes('Control+Alt+Delete'));
  await choose('Special keys', 'F9');
  await until('F9 came', () => desktopPage.keys.includes('F9'));
  await choose('Special keys', 'Hold Alt', 'menuitemcheckbox');
  await page.keyboard.press('x');
  await until('Alt was held', () => desktopPage.keys.includes('Alt+x'));
  await choose('Special keys', 'Let go of Alt', 'menuitemcheckbox');
  await page.keyboard.press('y');
  await until('Alt was let go', () => desktopPage.keys.includes('y'));
  await choose('Special keys', 'Hold Shift', 'menuitemcheckbox');
  await page.keyboard.press('q');
  await page.keyboard.press('7');
  await choose('Special keys', 'Let go of Shift', 'menuitemcheckbox');
  await until('letters and digits came with Shift', () => desktopPage.text.endsWith('Q&'));
  await choose('Special keys', 'Hold Ctrl', 'menuitemcheckbox');
  await choose('Special keys', 'Ctrl Alt Del');
  await page.keyboard.press('m');
  await choose('Special keys', 'Let go of Ctrl', 'menuitemcheckbox');
  await until('Ctrl was held all the while', () => desktopPage.keys.includes('Control+m'));
});

it('says how the connection does', async () => {
  await page.getByRole('button', { name: /^Connection: Good/ }).click();
  const panel = page.getByRole('dialog', { name: 'Connection' });
  expect(await panel.innerText()).toMatch(/Round trip\s+(under 1|\d+) ms/);
  await panel.getByLabel('Lightest').check();
  await page.keyboard.press('Escape');
  await until('a poorer picture is asked for', () =>
    page.evaluate<boolean>("localStorage['oda.quality'] === 'lightest'"),
  );
});

it('keeps the last frame until there is a new one, and no longer', async () => {
  await page.evaluate(CUT);
  await until('the last frame is shown', async () => (await page.evaluate<number>(LAST_FRAMES)) === 1);
  await until('the desktop is painted anew', async () => (await page.evaluate<number>(LAST_FRAMES)) === 0);
  expect(await colourOf(page)).toBe('#204080');
});

it('lets a mouse scroll to what an actual size leaves out, and click there', async () => {
  await page.setViewportSize({ width: 900, height: 600 });
  await choose('View', 'Actual size', 'menuitemradio');
  const corner = `(() => {
    const canvas = document.querySelector('.stage .stage canvas');
    canvas.parentElement.scrollTo(canvas.width, canvas.height);
    const { right, bottom } = canvas.getBoundingClientRect();
    return { x: right - 30, y: bottom - 30, scrolled: canvas.parentElement.scrollLeft };
  })()`;
  await until('the desktop heard of a click in its corner', async () => {
    const { x, y, scrolled } = await page.evaluate<{ x: number; y: number; scrolled: number }>(corner);
    if (scrolled > 100) await page.mouse.click(x, y); // the first ones may only hit the menu that closes
    return desktopPage.clicked === 'corner';
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await choose('View', 'Scale to the window', 'menuitemradio');
});

it('makes the desktop as large as the window, and saves a picture of it', async () => {
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemradio', { name: 'Resize the desktop to the window' }).click();
  const shown = await until('the desktop has another size', async () => {
    const size = await page.evaluate<{ desktop: number; stage: number }>(SIZES);
    return size.desktop !== 1280 && size;
  });
  expect(shown.desktop).toBe(shown.stage);
  const downloading = page.waitForEvent('download');
  await choose('View', 'Save a picture');
  expect((await downloading).suggestedFilename()).toMatch(/^desktop-[\w-]+-[\d.-]+\.png$/);
});
