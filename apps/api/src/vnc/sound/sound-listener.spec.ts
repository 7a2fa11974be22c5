import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from '../../../../../test/support/until.js';
import { connectSound } from '../../desktops/connect-desktop.js';
import { soundFrame } from '../../desktops/drivers/process/supervisor/sound/sound-frame.js';
import type { DesktopAdmission } from '../desktop-admission.js';
import { desktopLost, SESSION_EXPIRED } from '../relay/relay-end.js';
import { FakeBrowser } from '../testing/fake-browser.js';
import { FakeSound } from '../testing/fake-sound.js';
import { SoundListener, type SoundSummary } from './sound-listener.js';

let sound: FakeSound;
let server: WebSocketServer;
let browser: FakeBrowser;
let accepted: WebSocket;
let listener: SoundListener;
let ended: Promise<SoundSummary>;
let nowMs: number;

beforeEach(async () => {
  nowMs = 0;
  sound = await FakeSound.start();
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const accepting = once(server, 'connection');
  browser = await FakeBrowser.connect((server.address() as AddressInfo).port);
  [accepted] = (await accepting) as [WebSocket];
  const summary = Promise.withResolvers<SoundSummary>();
  ended = summary.promise;
  listener = new SoundListener({} as DesktopAdmission, Promise.resolve(true), accepted, {
    nowMs: () => nowMs,
    reach: async () => ({
      socket: await connectSound({ kind: 'unix', path: sound.path }),
      deadlineMs: 1e9,
      deadlineEnd: SESSION_EXPIRED,
    }),
    explainLoss: (cause) => Promise.resolve(desktopLost(cause)),
    onBegin: () => {},
    onEnd: summary.resolve,
  });
  await until('the desktop is reached', () => sound.count === 1);
});
afterEach(async () => {
  browser.socket.terminate();
  accepted.terminate();
  server.close();
  await sound.stop();
});

const PACKET = soundFrame(960, Buffer.alloc(160, 0xfc));

describe('a listener', () => {
  it('gets each packet as one message, its position before it', async () => {
    const [message] = (await Promise.all([once(browser.socket, 'message'), sound.say(PACKET)]))[0] as [
      Buffer,
    ];
    expect(message.equals(PACKET.subarray(2))).toBe(true);
  });

  it('who does not read misses what comes meanwhile, costs no memory, and hears the present again', async () => {
    browser.socket.pause();
    let most = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      sound.say(Buffer.concat(Array.from({ length: 300 }, () => PACKET)));
      await new Promise(setImmediate);
      most = Math.max(most, accepted.bufferedAmount);
    }
    await until('messages are dropped', () => accepted.bufferedAmount > 8 * 1024);
    expect(most).toBeLessThan(16 * 1024);
    browser.socket.resume();
    await until('it catches up', () => accepted.bufferedAmount === 0);
    const present = soundFrame(96_000, Buffer.of(0xfc));
    const heard = once(browser.socket, 'message');
    await until('it hears the present', async () => {
      sound.say(present);
      return browser.received.length > 0 && (await heard).length > 0;
    });
    browser.socket.close();
    const { sent, dropped } = await ended;
    expect(dropped).toBeGreaterThan(1_000);
    expect(sent).toBeGreaterThan(0);
  }, 20_000);

  it.each([
    ['a frame that is too long', Buffer.of(0xff, 0xff, 0, 0)],
    ['a frame that is too short', Buffer.of(0, 3, 0, 0, 0)],
    ['something else', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
  ])('of a desktop that says %s is closed 4502, and nothing of it passes', async (_name, bytes) => {
    sound.say(bytes);
    expect(await browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
    expect(browser.received.length).toBe(0);
    await until('the desktop is let go of', () => sound.count === 0);
    expect((await ended).detail).toContain('no sound');
  });

  it('who speaks is closed 4400', async () => {
    browser.send(Buffer.from('louder'));
    expect(await browser.closed).toMatchObject({ code: 4400 });
  });

  it('hears nothing past the deadline, and is told that it came', async () => {
    nowMs = 2e9;
    sound.say(PACKET);
    expect(await browser.closed).toEqual({ code: 4410, reason: 'expired' });
    expect(browser.received.length).toBe(0);
  });

  it('hears on when the deadline moves before it came', async () => {
    listener.move(3e9, SESSION_EXPIRED);
    nowMs = 2e9;
    sound.say(PACKET);
    await browser.received.take(PACKET.length - 2);
  });

  it('is closed 4502 when the sound ends', async () => {
    sound.hangUp();
    expect(await browser.closed).toMatchObject({ code: 4502 });
  });

  it('that leaves lets go of the desktop', async () => {
    browser.socket.close(1000);
    await until('nobody listens', () => sound.count === 0);
    expect(await ended).toMatchObject({ code: 1000, reason: 'the listener left' });
  });
});
