import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SERVER_MESSAGE } from '#rfb';
import { hex } from '../../../../../libs/rfb/testing/hex.js';
import { FakeDesktop, pixels } from '../testing/fake-desktop.js';
import { stageRelay, type Stage } from '../testing/relay-stage.js';

const { BELL, SERVER_CUT_TEXT } = SERVER_MESSAGE;
const MIB = 1024 * 1024;
/** More than the kernel holds of a loopback connection and a Unix socket together. */
const MORE_THAN_KERNEL = 48 * MIB;

const EVERYTHING_BUT_SET_TIMEOUT = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const;

let desktop: FakeDesktop;
let stage: Stage;
let viewer: Socket;

beforeEach(async () => {
  desktop = await FakeDesktop.start();
  stage = await stageRelay(desktop.path);
  await stage.browser.greet();
  viewer = await desktop.viewer;
});

afterEach(async () => {
  await stage.stop();
  await desktop.stop();
});

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Jam {
  readonly chunk: Buffer;
  readonly write: (chunk: Buffer) => void;
  /** What was written has not all left the writer. */
  readonly waits: () => boolean;
  /** The relay has more than the other side takes. */
  readonly isHeld: () => boolean;
}

/** Writes until the relay holds it back, for a whole turn of both event loops' work; gives what was written. */
async function writeUntilStuck({ chunk, write, waits, isHeld }: Jam): Promise<number> {
  let written = 0;
  while (written < MORE_THAN_KERNEL) {
    write(chunk);
    written += chunk.length;
    for (let heldTurns = 0; heldTurns < 50 && waits();) {
      await new Promise(setImmediate);
      heldTurns = isHeld() ? heldTurns + 1 : 0;
    }
    if (waits()) return written;
  }
  return written;
}

const writePixelsUntilStuck = (chunk: Buffer): Promise<number> =>
  writeUntilStuck({
    chunk,
    write: (bytes) => viewer.write(bytes),
    waits: () => viewer.writableLength > 0,
    isHeld: () => stage.accepted.bufferedAmount > 0,
  });

describe('pixels', () => {
  it('arrive whole and in order, whatever their size', async () => {
    const sizes = [1, 16_383, 16_384, 16_385, 262_143, 262_144, 262_145, 5 * MIB, 3];
    const parts = sizes.map((size) => pixels(size));
    for (const part of parts) {
      viewer.write(part);
      expect(sha(await stage.browser.received.take(part.length))).toBe(sha(part));
    }
  });

  it('wait at the desktop while the viewer does not read, and then arrive unharmed', async () => {
    stage.browser.socket.pause();
    const chunk = pixels(256 * 1024);
    const written = await writePixelsUntilStuck(chunk);
    expect(written).toBeLessThan(MORE_THAN_KERNEL);
    // one read buffer and a frame's head, not a byte more
    expect(stage.accepted.bufferedAmount).toBeGreaterThan(0);
    expect(stage.accepted.bufferedAmount).toBeLessThanOrEqual(256 * 1024 + 10);
    stage.browser.socket.resume();
    const arrived = await stage.browser.received.take(written);
    expect(sha(arrived)).toBe(
      sha(Buffer.concat(Array.from({ length: written / chunk.length }, () => chunk))),
    );
  });

  it('give way to who types, and still arrive unharmed', async () => {
    const neighbour = await FakeDesktop.start();
    const typist = await stageRelay(neighbour.path);
    await typist.browser.greet();
    const sent = pixels(4 * MIB);
    viewer.write(sent);
    const arriving = stage.browser.received.take(sent.length);
    for (let n = 0; n < 20; n += 1) {
      typist.browser.send(hex('04 01 0000 00000061  # a goes down'), hex('04 00 0000 00000061  # and up'));
      await neighbour.received.take(16);
    }
    expect(sha(await arriving)).toBe(sha(sent));
    await typist.stop();
    await neighbour.stop();
  });

  it('on their way to one viewer are never overwritten with those of another', async () => {
    const [mine, theirs] = [Buffer.alloc(256 * 1024, BELL), Buffer.alloc(256 * 1024, SERVER_CUT_TEXT)];
    stage.browser.socket.pause();
    await writePixelsUntilStuck(mine);
    stage.relay.end({ code: 4502, reason: 'desktop lost' });
    await desktop.hungUp;
    const neighbour = await FakeDesktop.start();
    const next = await stageRelay(neighbour.path);
    await next.browser.greet();
    const arriving = next.browser.received.take(4 * theirs.length);
    for (let n = 0; n < 4; n += 1) (await neighbour.viewer).write(theirs);
    await arriving;
    stage.browser.socket.resume();
    await stage.browser.closed;
    expect(stage.browser.received.all.indexOf(SERVER_CUT_TEXT)).toBe(-1);
    await next.stop();
    await neighbour.stop();
  });

  it('that nobody fetches do not keep a socket open past its end', async () => {
    stage.browser.socket.pause();
    await writePixelsUntilStuck(pixels(256 * 1024));
    const closed = once(stage.accepted, 'close');
    // of the timers only what is due within 250 ms comes: without that one the socket stays open
    jest.useFakeTimers({ doNotFake: [...EVERYTHING_BUT_SET_TIMEOUT] });
    stage.relay.end({ code: 4410, reason: 'revoked' });
    jest.advanceTimersByTime(250);
    jest.useRealTimers();
    await closed;
  });
});

describe('input', () => {
  it('waits at the browser while the desktop does not read, and then arrives unharmed', async () => {
    viewer.pause();
    const fence = Buffer.concat([hex('f8 000000 00000003 40  # 64 bytes of payload'), randomBytes(64)]);
    const frame = Buffer.concat(Array.from({ length: 3_000 }, () => fence));
    const { socket } = stage.browser;
    const written = await writeUntilStuck({
      chunk: frame,
      write: (bytes) => socket.send(bytes),
      waits: () => socket.bufferedAmount > 0,
      isHeld: () => stage.accepted.isPaused,
    });
    expect(written).toBeLessThan(MORE_THAN_KERNEL);
    expect(stage.accepted.isPaused).toBe(true);
    viewer.resume();
    const arrived = await desktop.received.take(written);
    expect(sha(arrived)).toBe(
      sha(Buffer.concat(Array.from({ length: written / frame.length }, () => frame))),
    );
  });
});
