import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeKeyEvent, encodePointerEvent, encodeSetEncodings, SERVER_MESSAGE } from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { FakeDesktop, pixels } from '../testing/fake-desktop.js';
import { CLIENT_HANDSHAKE, SERVER_HANDSHAKE } from '../testing/fake-browser.js';
import { reaching, stageRelay, type Stage } from '../testing/relay-stage.js';
import { RelayRefused } from './relay-end.js';
import type { RelayOptions } from './relay.js';

const KEY = encodeKeyEvent(true, 0x61);
const VIEW: Partial<RelayOptions> = { rights: { access: 'view', clipboard: 'both' } };

let desktop: FakeDesktop;
let stage: Stage | undefined;

async function open(options?: Partial<RelayOptions>): Promise<Stage> {
  stage = await stageRelay(desktop.path, options);
  return stage;
}

async function openAndGreet(options?: Partial<RelayOptions>): Promise<Stage> {
  const opened = await open(options);
  await opened.browser.greet();
  return opened;
}

/** Sends a message that is always let through, and waits until the desktop has it: all before it has been judged. */
async function settle({ browser }: Stage): Promise<Buffer> {
  const marker = EXAMPLES.clientFence.bytes;
  browser.send(marker);
  await desktop.received.until(() => desktop.received.all.subarray(-marker.length).equals(marker));
  return desktop.received.all.subarray(0, -marker.length);
}

beforeEach(async () => {
  desktop = await FakeDesktop.start();
});

afterEach(async () => {
  await stage?.stop();
  stage = undefined;
  await desktop.stop();
});

describe('what a viewer cannot do', () => {
  it('speak text: 1003', async () => {
    const { browser } = await openAndGreet();
    browser.socket.send('RFB 003.008\n');
    expect(await browser.closed).toMatchObject({ code: 1003 });
  });

  it.each([
    ['another version', Buffer.from('RFB 003.003\n')],
    ['a security type not offered', Buffer.from('RFB 003.008\n\u0002')],
    ['something else altogether', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('greet with %s: 4400', async (_, bytes) => {
    const { browser, ended } = await open();
    browser.send(bytes);
    expect(await browser.closed).toMatchObject({ code: 4400 });
    expect(await ended).toMatchObject({ code: 4400, bytesDown: 0 });
  });

  it('send what is no message: 4400, and the desktop gets only what came before', async () => {
    const { browser } = await openAndGreet();
    browser.send(Buffer.concat([KEY, Buffer.of(1), KEY]));
    expect(await browser.closed).toMatchObject({ code: 4400 });
    await desktop.hungUp;
    expect(desktop.received.all).toEqual(Buffer.concat([KEY, encodeKeyEvent(false, 0x61)]));
  });

  it('touch with a view token, in whatever pieces', async () => {
    const staged = await openAndGreet(VIEW);
    const forbidden = Buffer.concat([
      KEY,
      EXAMPLES.pointerEvent.bytes,
      EXAMPLES.qemuKeyEvent.bytes,
      EXAMPLES.giiBigEndian.bytes,
      EXAMPLES.xvp.bytes,
      EXAMPLES.setDesktopSize.bytes,
      EXAMPLES.clientCutText.bytes,
      EXAMPLES.extendedClipboard.bytes,
    ]);
    staged.browser.send(forbidden, ...Array.from(forbidden, (byte) => Buffer.of(byte)));
    expect(await settle(staged)).toHaveLength(0);
    staged.browser.send(KEY);
    expect(await staged.browser.closed).toMatchObject({ code: 4403 });
    expect(await staged.ended).toMatchObject({ code: 4403, dropped: { 'not allowed': 16 } });
  });

  it('be heard after it was closed', async () => {
    const { browser, relay } = await openAndGreet();
    relay.end({ code: 4410, reason: 'revoked' });
    browser.send(KEY);
    expect(await browser.closed).toEqual({ code: 4410, reason: 'revoked' });
    await desktop.hungUp;
    expect(desktop.received.length).toBe(0);
  });
});

describe('a desktop', () => {
  it('that is not there is told as the door says', async () => {
    const reach = () => Promise.reject(new RelayRefused({ code: 4503, reason: 'desktop not ready' }));
    const { browser } = await open({ reach });
    expect(await browser.closed).toEqual({ code: 4503, reason: 'desktop not ready' });
  });

  it('that speaks nonsense is lost: 4502', async () => {
    await desktop.stop();
    desktop = await FakeDesktop.start((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const { browser, ended } = await open();
    expect(await browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
    expect(await ended).toMatchObject({ detail: 'the desktop does not speak RFB' });
  });

  it('that hangs up without a word is lost: 4502', async () => {
    await desktop.stop();
    desktop = await FakeDesktop.start((socket) => socket.end());
    const { browser, ended } = await open();
    expect(await browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
    expect(await ended).toMatchObject({ detail: 'the desktop hung up' });
  });

  it('that hangs up is lost: 4502, behind its last pixels', async () => {
    const { browser } = await openAndGreet();
    const last = pixels(11);
    (await desktop.viewer).end(last);
    expect(await browser.closed).toMatchObject({ code: 4502 });
    expect(browser.received.all).toEqual(last);
  });

  it('whose first message is none is lost: 4502, and the viewer sees nothing of it', async () => {
    const { browser, ended } = await openAndGreet();
    (await desktop.viewer).write('SSH-2.0-OpenSSH_9.2\r\n');
    expect(await browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
    expect(await ended).toMatchObject({ bytesDown: 0, detail: 'no RFB behind the handshake' });
    expect(browser.received.length).toBe(0);
    await desktop.hungUp;
  });

  it.each(Object.entries(SERVER_MESSAGE))('may begin with %s', async (_, type) => {
    const { browser } = await openAndGreet();
    (await desktop.viewer).write(Buffer.of(type));
    expect(await browser.received.take(1)).toEqual(Buffer.of(type));
  });

  it('that said too early what is no message is lost: 4502', async () => {
    const { browser } = await open();
    (await desktop.viewer).write(Buffer.of(0xff));
    await browser.greet();
    expect(await browser.closed).toMatchObject({ code: 4502 });
  });

  it('that went with its session is told as the end of the session', async () => {
    const explainLoss = () => Promise.resolve({ code: 4410, reason: 'revoked' } as const);
    const { browser } = await openAndGreet({ explainLoss });
    (await desktop.viewer).destroy();
    expect(await browser.closed).toEqual({ code: 4410, reason: 'revoked' });
  });

  it('is hung up on when the viewer leaves, with every key and button let go', async () => {
    const { browser, ended } = await openAndGreet();
    browser.send(KEY, encodePointerEvent(1, 10, 20), encodePointerEvent(1, 30, 40));
    await desktop.received.take(KEY.length + 12);
    browser.socket.close(1000);
    await desktop.hungUp;
    expect(desktop.received.all).toEqual(
      Buffer.concat([encodeKeyEvent(false, 0x61), encodePointerEvent(0, 30, 40)]),
    );
    expect(await ended).toMatchObject({ code: 1000, bytesUp: KEY.length + 12 });
  });

  it.each([
    ['', undefined],
    [', also when it does not finish its handshake', () => {}],
  ])('is let go of when the viewer leaves before the desktop was reached%s', async (_, greeting) => {
    await desktop.stop();
    desktop = await FakeDesktop.start(greeting);
    const gate = Promise.withResolvers<undefined>();
    const { browser, ended } = await open({
      reach: async (onRead) => {
        await gate.promise;
        return reaching(desktop.path)(onRead);
      },
    });
    browser.socket.terminate();
    await ended;
    gate.resolve(undefined);
    await desktop.hungUp;
  });
});

describe('a viewer', () => {
  it('hears None alone, and no other byte of the desktop before ServerInit', async () => {
    const { browser } = await open();
    expect(await browser.greet()).toEqual(SERVER_HANDSHAKE);
  });

  it('may send handshake and messages in one frame', async () => {
    const { browser } = await open();
    browser.send(Buffer.concat([CLIENT_HANDSHAKE, KEY, encodeSetEncodings([0, -258])]));
    expect(await desktop.received.take(16)).toEqual(Buffer.concat([KEY, encodeSetEncodings([0])]));
    expect(await browser.received.take(SERVER_HANDSHAKE.length)).toEqual(SERVER_HANDSHAKE);
  });

  it('may send handshake and messages a byte at a time', async () => {
    const { browser } = await open();
    browser.send(...Array.from(Buffer.concat([CLIENT_HANDSHAKE, KEY]), (byte) => Buffer.of(byte)));
    expect(await desktop.received.take(8)).toEqual(Buffer.from(KEY));
  });

  it('hears what the desktop says as it was said, also when it was said too early', async () => {
    const { browser, accepted } = await open();
    const viewer = await desktop.viewer;
    const first = pixels(6);
    viewer.write(first);
    for (const byte of CLIENT_HANDSHAKE.subarray(0, -1)) {
      browser.send(Buffer.of(byte));
      await once(accepted, 'message');
      viewer.write('.');
    }
    browser.send(CLIENT_HANDSHAKE.subarray(-1));
    await browser.received.take(SERVER_HANDSHAKE.length);
    const dots = Buffer.alloc(CLIENT_HANDSHAKE.length - 1, '.');
    expect(await browser.received.take(6 + dots.length)).toEqual(Buffer.concat([first, dots]));
  });
});
