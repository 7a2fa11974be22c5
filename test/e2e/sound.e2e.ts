import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { WebSocket } from 'ws';
import { Receipt, ShareCreated, SharedView, type SessionView } from '#contracts';
import { DesktopEars } from '../../apps/api/src/desktops/testing/desktop-ears.js';
import { Devtools } from '../../apps/api/src/desktops/testing/devtools.js';
import type { ApiClient } from '../support/api-client.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { LOUDNESS, withAnEar } from '../support/portal-ear.js';
import { openSession } from '../support/portal.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
import { TONE_HZ, TONE } from '../support/tone.js';
import { until } from '../support/until.js';

/** Real parts: a page in the desktop's browser plays a tone, and is heard at the socket and in the portal. */
let product: Product;
let owner: ApiClient;
let admin: ApiClient;
let session: SessionView;
let page: Devtools;

beforeAll(async () => {
  product = await Product.start({ DESKTOP_POOL_SIZE: '0' });
  owner = await product.customer().register();
  admin = await product.admin();
  session = await owner.buySession();
  const desktops = path.join(product.runDir, 'desktops');
  const [desktop = ''] = readdirSync(desktops);
  page = await Devtools.open(path.join(desktops, desktop, 'sockets/cdp.sock'));
}, 120_000);
afterAll(async () => {
  page?.close();
  await product?.stop();
}, 60_000);

const soundToken = () => owner.connectionToken({ purpose: 'sound', sessionId: session.id });
const open = (token: string, id: string = session.id) =>
  owner.socket(`/vnc/${id}/sound`, ['oda.sound.v1', `token.${token}`]);
const closed = async (socket: WebSocket) => (await new Recorder(socket).end()).code;

/** What a client hears at the socket. */
function listening(socket: WebSocket) {
  const ears = new DesktopEars();
  const heard = { messages: 0, ears };
  socket.on('message', (message: Buffer) => {
    heard.messages += 1;
    if (message.length > 4) ears.hear(message.subarray(4));
  });
  return heard;
}

const hears = (ears: DesktopEars) => ears.level > 0.1 && Math.abs(ears.pitch - TONE_HZ) < 10;

describe('a sound socket is refused', () => {
  it('to who has no token, one that is used, or one for the picture: 4401', async () => {
    const token = await soundToken();
    const socket = open(token);
    await until('it is open', () => socket.readyState === socket.OPEN);
    expect(await closed(open(token))).toBe(4401);
    socket.close();
    const toLook = await owner.connectionToken({ purpose: 'desktop', sessionId: session.id, access: 'view' });
    expect(await closed(open(toLook))).toBe(4401);
    expect(await closed(owner.socket(`/vnc/${session.id}/sound`, ['oda.sound.v1']))).toBe(4401);
  });

  it('as a picture, to who has a token for sound: 4401', async () => {
    const token = await soundToken();
    expect(await closed(owner.socket(`/vnc/${session.id}`, ['binary', `token.${token}`]))).toBe(4401);
  });

  it('of another session: 4404, and to a stranger there is no token: 404', async () => {
    expect(await closed(open(await soundToken(), randomUUID()))).toBe(4404);
    const stranger = await product.customer().register();
    const body = { purpose: 'sound', sessionId: session.id };
    expect((await stranger.request('POST', '/api/auth/connection-tokens', body)).status).toBe(404);
  });

  it('to who speaks on it: 4400', async () => {
    const socket = open(await soundToken());
    socket.once('open', () => socket.send('louder'));
    expect(await closed(socket)).toBe(4400);
  });
});

describe('what the desktop plays', () => {
  it('is heard by its customer and by the guest of a link, as it was played', async () => {
    const share = ShareCreated.parse(await owner.call('POST', `/api/sessions/${session.id}/shares`, {}));
    const secret = new URL(share.url).hash.slice(1);
    const body = { secret, purpose: 'sound' };
    const { token } = SharedView.parse(await product.customer().call('POST', '/api/shares/redeem', body));
    const sockets = [open(await soundToken()), open(token)];
    const [customer, guest] = sockets.map(listening);
    await until('silence is told', () => (customer?.messages ?? 0) > 0 && (guest?.messages ?? 0) > 0);
    expect(await page.evaluate(TONE)).toBe('running');
    await until('the tone is heard', () => [customer, guest].every((each) => each && hears(each.ears)));
    await owner.call('DELETE', `/api/sessions/${session.id}/shares/${share.id}`);
    await until('the guest is cut off', () => sockets[1]?.readyState === 3);
    expect(sockets[0]?.readyState).toBe(1);
    sockets[0]?.close();
    await page.evaluate('silence()');
  });

  it('is heard in the portal once it is asked for, and not after that', async () => {
    const visitor: Visitor = await openBrowser();
    try {
      const portal: Page = visitor.page;
      await withAnEar(portal);
      await openSession(portal, owner, session.id);
      await page.evaluate(TONE);
      const loudness = () => portal.evaluate<number>(LOUDNESS);
      const turnOn = portal.getByRole('button', { name: 'Turn the sound on' });
      await turnOn.waitFor();
      expect(await loudness()).toBe(0);
      await turnOn.click();
      await until('the portal is heard', async () => (await loudness()) > 0.1);

      await portal.reload();
      await portal.getByRole('button', { name: /^The sound is on|^Turn the sound off/ }).waitFor();
      await portal.getByRole('heading', { name: /^Session/ }).waitFor({ state: 'attached' });
      await portal.keyboard.press('Shift');
      await until('it is heard again', async () => (await loudness()) > 0.1);

      await portal.getByRole('button', { name: 'Turn the sound off' }).click();
      await until('it is silent', async () => (await loudness()) === 0);
      await portal.reload();
      await turnOn.waitFor();
    } finally {
      await visitor.browser.close();
      await page.evaluate('silence()');
    }
  }, 60_000);

  it('ends with the session, and is in the receipt', async () => {
    const socket = open(await soundToken());
    const heard = listening(socket);
    await until('silence is told', () => heard.messages > 0);
    const ended = closed(socket);
    const receipt = Receipt.parse(
      await admin.call('POST', `/api/admin/sessions/${session.id}/revoke`, { reason: 'test' }),
    );
    expect(await ended).toBe(4410);
    expect(receipt.complete).toBe(true);
    expect(receipt.closed.filter(({ kind }) => kind === 'desktop')).toHaveLength(1);
  });
});
