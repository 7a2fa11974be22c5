import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hex } from '../../libs/rfb/testing/hex.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { GarblingServer } from '../support/garbling-server.js';
import { colourOf, signIn } from '../support/portal.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

/** Each is what no server says (RFC 6143 7.6). */
const GARBAGE = {
  'a message that there is not': hex('ff 000000'),
  'an encoding that nobody asked for': hex('00 00 0001  0000 0000 0040 0040  7fffffff'),
  'a rectangle beyond the desktop, and then a message that there is not': hex(
    '00 00 0001  ffff ffff ffff ffff  00000007  80 ffffff  ff',
  ),
  'bytes that are no zlib stream': hex(
    '00 00 0001  0000 0000 0040 0040  00000006  00000008  ffffffffffffffff',
  ),
};

let garbling: GarblingServer;
let product: Product;
let visitor: Visitor;

beforeAll(async () => {
  garbling = await GarblingServer.start(...Object.values(GARBAGE), GarblingServer.picture(0x20, 0x40, 0x80));
  product = await Product.start({ DESKTOP_DRIVER: 'remote', VNC_PORT: String(garbling.port) });
  visitor = await openBrowser();
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await garbling?.stop();
}, 60_000);

it('whatever a desktop says behind its handshake, page and node survive it, and the next good picture is shown', async () => {
  const owner = await product.customer().register();
  const { id } = await owner.buySession();
  const { page } = visitor;
  await page.goto(`${product.origin}/sign-in`);
  await signIn(page, owner.email, 'a long enough passphrase');
  const api = product.apiPid();
  await page.goto(`${product.origin}/sessions/${id}`);
  await until(
    'the good picture is shown',
    async () => {
      await page
        .getByRole('button', { name: 'Try now' })
        .click({ timeout: 100 })
        .catch(() => undefined); // it is there while the page waits
      return garbling.left === 1 && (await colourOf(page)) === '#204080';
    },
    60_000,
  );
  expect(product.apiPid()).toBe(api);
  expect((await owner.session(id)).state).toBe('active');
}, 90_000);
