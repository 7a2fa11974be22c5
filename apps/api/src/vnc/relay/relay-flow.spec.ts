import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { hex } from '../../../../../libs/rfb/testing/hex.js';
import { FakeDesktop } from '../testing/fake-desktop.js';
import { stageRelay, type Stage } from '../testing/relay-stage.js';

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

/** Writes until the socket takes no more for a whole turn of both event loops' work; gives what it took. */
async function writeUntilStuck(
  write: (chunk: Buffer) => void,
  stuck: () => boolean,
  chunk: Buffer,
): Promise<number> {
  let written = 0;
  while (written < MORE_THAN_KERNEL) {
    write(chunk);
    written += chunk.length;
    for (let turns = 0; turns < 50 && stuck(); turns += 1) await new Promise(setImmediate);
    if (stuck()) return written;
  }
  return written;
}

describe('pixels', () => {
  it('arrive whole and in order, whatever their size', async () => {
    const sizes = [1, 16_383, 16_384, 16_385, 262_143, 262_144, 262_145, 5 * MIB, 3];
    const parts = sizes.map((size) => randomBytes(size));
    for (const part of parts) {
      viewer.write(part);
      expect(sha(await stage.browser.received.take(part.length))).toBe(sha(part));
    }
  });

  it('wait at the desktop while the viewer does not read, and then arrive unharmed', async () => {
    stage.browser.socket.pause();
    const chunk = randomBytes(256 * 1024);
    const written = await writeUntilStuck(
      (bytes) => viewer.write(bytes),
      () => viewer.writableLength > 0,
      chunk,
    );
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
    const pixels = randomBytes(4 * MIB);
    viewer.write(pixels);
    const arriving = stage.browser.received.take(pixels.length);
    for (let n = 0; n < 20; n += 1) {
      typist.browser.send(hex('04 01 0000 00000061  # a goes down'), hex('04 00 0000 00000061  # and up'));
      await neighbour.received.take(16);
    }
    expect(sha(await arriving)).toBe(sha(pixels));
    await typist.stop();
    await neighbour.stop();
  });

  it('on their way to one viewer are never overwritten with those of another', async () => {
    const [mine, theirs] = [Buffer.alloc(256 * 1024, 0x11), Buffer.alloc(256 * 1024, 0x22)];
    stage.browser.socket.pause();
    await writeUntilStuck(
      (bytes) => viewer.write(bytes),
      () => viewer.writableLength > 0,
      mine,
    );
    stage.relay.end({ code: 4502, reason: 'desktop lost' });
    await desktop.hungUp;
    const neighbour = await FakeDesktop.start();
    const next = await stageRelay(neighbour.path);
    await next.browser.greet();
    const pixels = next.browser.received.take(4 * theirs.length);
    for (let n = 0; n < 4; n += 1) (await neighbour.viewer).write(theirs);
    await pixels;
    stage.browser.socket.resume();
    await stage.browser.closed;
    expect(stage.browser.received.all.indexOf(0x22)).toBe(-1);
    await next.stop();
    await neighbour.stop();
  });

  it('that nobody fetches do not keep a socket open past its end', async () => {
    stage.browser.socket.pause();
    await writeUntilStuck(
      (bytes) => viewer.write(bytes),
      () => viewer.writableLength > 0,
      randomBytes(256 * 1024),
    );
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
    const written = await writeUntilStuck(
      (bytes) => socket.send(bytes),
      () => socket.bufferedAmount > 0,
      frame,
    );
    expect(written).toBeLessThan(MORE_THAN_KERNEL);
    expect(stage.accepted.isPaused).toBe(true);
    viewer.resume();
    const arrived = await desktop.received.take(written);
    expect(sha(arrived)).toBe(
      sha(Buffer.concat(Array.from({ length: written / frame.length }, () => frame))),
    );
  });
});
