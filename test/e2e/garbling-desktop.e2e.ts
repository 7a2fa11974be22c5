import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { encodeFramebufferUpdateRequest } from '#rfb';
import { CLIENT_HANDSHAKE } from '../../apps/api/src/vnc/testing/fake-browser.js';
import { hex } from '../../libs/rfb/testing/hex.js';
import type { ApiClient } from '../support/api-client.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { GarblingServer } from '../support/garbling-server.js';
import { colourOf, openSession } from '../support/portal.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
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
let owner: ApiClient;
let id: string;

beforeAll(async () => {
  const answers = [GARBAGE['a message that there is not'], ...Object.values(GARBAGE)];
  garbling = await GarblingServer.start(...answers, GarblingServer.picture(0x20, 0x40, 0x80));
  product = await Product.start({ DESKTOP_DRIVER: 'remote', VNC_PORT: String(garbling.port) });
  visitor = await openBrowser();
  owner = await product.customer().register();
  ({ id } = await owner.buySession());
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await garbling?.stop();
}, 60_000);

it('what begins as no message does not reach a viewer, who is told that the desktop is lost; the log says why', async () => {
  const viewer = new Recorder(await owner.desktopSocket(id));
  const request = encodeFramebufferUpdateRequest(false, { x: 0, y: 0, width: 64, height: 64 });
  viewer.socket.once('open', () => viewer.socket.send(Buffer.concat([CLIENT_HANDSHAKE, request])));
  expect(await viewer.end()).toEqual({ code: 4502, reason: 'desktop lost' });
  expect(product.output).toContain('no RFB behind the handshake');
}, 30_000);

it('whatever a desktop says behind its handshake, page and node survive it, and the next good picture is shown', async () => {
  const { page } = visitor;
  const api = product.apiPid();
  await openSession(page, owner, id);
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
