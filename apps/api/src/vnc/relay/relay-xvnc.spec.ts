import { once } from 'node:events';
import { afterEach, expect, it } from '@jest/globals';
import {
  CLIPBOARD_ACTION,
  ENCODING,
  encodeClipboardPeek,
  encodeFramebufferUpdateRequest,
  encodeSetDesktopSize,
  encodeSetEncodings,
  PROTOCOL_VERSION,
} from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { hex } from '../../../../../libs/rfb/testing/hex.js';
import { connectDesktop } from '../../desktops/connect-desktop.js';
import { ByteInbox } from '../testing/byte-inbox.js';
import { CLIENT_HANDSHAKE, type FakeBrowser } from '../testing/fake-browser.js';
import { readUpdate } from '../testing/read-update.js';
import { reaching, stageRelay, type Stage } from '../testing/relay-stage.js';
import { soleRights } from '../testing/sole-control.js';
import { Xvnc } from '../testing/xvnc.js';

const WHOLE = { x: 0, y: 0, width: 320, height: 200 };
const UNWANTED = [ENCODING.QEMU_EXTENDED_KEY_EVENT, ENCODING.XVP, ENCODING.GII];
/** Version, security types, result and the fixed part of ServerInit. */
const HANDSHAKE_BYTES = 12 + 2 + 4 + 24;

let xvnc: Xvnc | undefined;
let stage: Stage | undefined;

afterEach(async () => {
  await stage?.stop();
  await xvnc?.stop();
  stage = undefined;
  xvnc = undefined;
});

function screenOf(width: number, height: number) {
  return { id: 0, x: 0, y: 0, width, height, flags: 0 };
}

async function greet(send: (bytes: Uint8Array) => void, received: ByteInbox): Promise<Buffer> {
  send(CLIENT_HANDSHAKE);
  const handshake = await received.take(HANDSHAKE_BYTES);
  await received.take(handshake.readUInt32BE(HANDSHAKE_BYTES - 4));
  return handshake;
}

/** A viewer that has greeted an Xvnc through the relay: the one that runs, else a new one. */
async function greetXvnc(): Promise<FakeBrowser> {
  xvnc ??= await Xvnc.start();
  stage = await stageRelay(xvnc.path);
  const { browser } = stage;
  await greet((bytes) => browser.send(bytes), browser.received);
  return browser;
}

/** Reads up to the answer that tells the desktop's size; pictures may come before it. */
async function readSize(inbox: ByteInbox): Promise<void> {
  const isSize = ({ encoding }: { encoding: number }) => encoding === ENCODING.EXTENDED_DESKTOP_SIZE;
  while (!(await readUpdate(inbox)).some(isSize));
}

it('clamps a hostile size before Xvnc sees it', async () => {
  const browser = await greetXvnc();
  browser.send(
    encodeSetEncodings([ENCODING.RAW, ENCODING.EXTENDED_DESKTOP_SIZE]),
    encodeFramebufferUpdateRequest(false, WHOLE),
  );
  const [announced] = await readUpdate(browser.received);
  expect(announced).toEqual({ width: 320, height: 200, encoding: ENCODING.EXTENDED_DESKTOP_SIZE });

  browser.send(
    encodeSetDesktopSize(16_384, 16_384, [screenOf(16_384, 16_384)]),
    encodeFramebufferUpdateRequest(true, WHOLE),
  );
  let resized = await readUpdate(browser.received);
  while (resized[0]?.encoding === ENCODING.RAW) {
    browser.send(encodeFramebufferUpdateRequest(true, WHOLE));
    resized = await readUpdate(browser.received);
  }
  expect(resized[0]).toEqual({ width: 1920, height: 1200, encoding: ENCODING.EXTENDED_DESKTOP_SIZE });
});

it.each([
  ['16384 by 16384', 16_384, 16_384, [screenOf(16_384, 16_384)]],
  ['65535 by 65535', 65_535, 65_535, [screenOf(65_535, 65_535)]],
  ['nothing', 0, 0, [screenOf(0, 0)]],
  [
    '255 screens',
    1_280,
    720,
    Array.from({ length: 255 }, (_, id) => ({ ...screenOf(5, 720), id, x: 5 * id })),
  ],
])('costs Xvnc no memory to speak of when a viewer asks for %s', async (_, width, height, screens) => {
  const browser = await greetXvnc();
  const ask = encodeFramebufferUpdateRequest(false, WHOLE);
  browser.send(encodeSetEncodings([ENCODING.RAW, ENCODING.EXTENDED_DESKTOP_SIZE]), ask);
  await readSize(browser.received);
  const memoryBytes = () => xvnc?.memoryBytes() ?? NaN;
  const before = memoryBytes();
  // whatever it makes of the size, it has made of it when it answers the request behind it
  browser.send(encodeSetDesktopSize(width, height, screens), ask);
  await readSize(browser.received);
  expect(memoryBytes() - before).toBeLessThan(20 * 1024 * 1024);
});

it('loses no desktop that would hang up on who asks for what was not agreed on', async () => {
  const browser = await greetXvnc();
  browser.send(
    EXAMPLES.enableContinuousUpdates.bytes,
    hex('f8 000000 80000000 00  # a fence that wants an answer'),
    encodeClipboardPeek(),
    encodeSetDesktopSize(400, 300, [screenOf(400, 300)]), // of which Xvnc even dies
    encodeFramebufferUpdateRequest(false, WHOLE),
  );
  expect(await readUpdate(browser.received)).not.toHaveLength(0);
});

it('keeps Xvnc from offering what a viewer must not use, which it would without us', async () => {
  xvnc = await Xvnc.start();
  const ask = [encodeSetEncodings([ENCODING.RAW, ...UNWANTED]), encodeFramebufferUpdateRequest(false, WHOLE)];
  const withoutUs = new ByteInbox();
  const socket = await connectDesktop({ kind: 'unix', path: xvnc.path });
  socket.on('data', (chunk) => withoutUs.push(chunk));
  await greet((bytes) => socket.write(bytes), withoutUs);
  for (const bytes of ask) socket.write(bytes);
  const offered = await readUpdate(withoutUs);
  expect(offered.map(({ encoding }) => encoding)).toContain(ENCODING.QEMU_EXTENDED_KEY_EVENT);
  socket.destroy();
  await once(socket, 'close');

  const browser = await greetXvnc();
  browser.send(...ask);
  const rectangles = await readUpdate(browser.received);
  expect(new Set(rectangles.map(({ encoding }) => encoding))).toEqual(new Set([ENCODING.RAW]));
});

it('authenticates towards the desktop, while the browser hears of no password', async () => {
  xvnc = await Xvnc.start({ password: 'geheim' });
  stage = await stageRelay(xvnc.path, { reach: reaching(xvnc.path, { password: 'geheim' }) });
  const { browser } = stage;
  const handshake = await greet((bytes) => browser.send(bytes), browser.received);
  expect(handshake.subarray(0, 18)).toEqual(
    Buffer.concat([Buffer.from(PROTOCOL_VERSION), Buffer.of(1, 1, 0, 0, 0, 0)]),
  );
  browser.send(encodeSetEncodings([ENCODING.RAW]), encodeFramebufferUpdateRequest(false, WHOLE));
  expect(await readUpdate(browser.received)).not.toHaveLength(0);
});

it('is told by the desktop when the password is wrong: 4502', async () => {
  xvnc = await Xvnc.start({ password: 'geheim' });
  stage = await stageRelay(xvnc.path, { reach: reaching(xvnc.path, { password: 'falsch' }) });
  expect(await stage.browser.closed).toMatchObject({ code: 4502, reason: 'desktop lost' });
  expect(await stage.ended).toMatchObject({ detail: expect.stringContaining('the desktop refused') });
});

/** A ServerCutText whose negative length marks the extended clipboard: its flags. */
async function takeExtendedFlags(inbox: ByteInbox): Promise<number> {
  const head = await inbox.take(8);
  expect(head[0]).toBe(3);
  const body = await inbox.take(-head.readInt32BE(4));
  return body.readUInt32BE(0);
}

it('lets nobody be shut out by others who break off their handshakes', async () => {
  xvnc = await Xvnc.start(); // as it comes, with its list of hosts that did
  for (let n = 0; n < 8; n += 1) {
    const rude = await stageRelay(xvnc.path);
    rude.browser.send(Buffer.from('GARBAGE GARB'));
    await rude.browser.closed;
    await rude.stop();
  }
  const browser = await greetXvnc();
  browser.send(encodeFramebufferUpdateRequest(false, WHOLE));
  expect(await readUpdate(browser.received)).not.toHaveLength(0);
});

it.each(['control', 'view'] as const)(
  'agrees on the extended clipboard with Xvnc and stays in step: %s',
  async (access) => {
    xvnc = await Xvnc.start();
    stage = await stageRelay(xvnc.path, {
      rights: soleRights(access),
      reach: reaching(xvnc.path, { knowsExtendedClipboard: true }),
    });
    const { browser } = stage;
    await greet((bytes) => browser.send(bytes), browser.received);
    if (access === 'view') await takeExtendedFlags(browser.received); // Xvnc answers the introduction
    browser.send(encodeSetEncodings([ENCODING.RAW, ENCODING.EXTENDED_CLIPBOARD]));
    expect((await takeExtendedFlags(browser.received)) & CLIPBOARD_ACTION.CAPS).not.toBe(0);

    // as noVNC answers: no format, and four bytes too many, which Xvnc would take for the next message
    browser.send(Buffer.from('06000000fffffff81f00000000000000', 'hex'));
    browser.send(encodeFramebufferUpdateRequest(false, WHOLE));
    expect(await readUpdate(browser.received)).not.toHaveLength(0);
  },
);
