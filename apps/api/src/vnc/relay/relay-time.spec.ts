import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { encodeKeyEvent, encodePointerEvent } from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { CLIENT_HANDSHAKE, SERVER_HANDSHAKE } from '../testing/fake-browser.js';
import { FakeDesktop, pixels } from '../testing/fake-desktop.js';
import { reaching, stageRelay, type Stage } from '../testing/relay-stage.js';
import { SESSION_EXPIRED } from './relay-end.js';

const KEY = encodeKeyEvent(true, 0x61);
const LAST_WORDS = pixels(10);

let desktop: FakeDesktop;
let stage: Stage | undefined;

async function open(options?: Parameters<typeof stageRelay>[1]): Promise<Stage> {
  stage = await stageRelay(desktop.path, options);
  return stage;
}

beforeEach(async () => {
  desktop = await FakeDesktop.start();
});

afterEach(async () => {
  jest.useRealTimers();
  await stage?.stop();
  stage = undefined;
  await desktop.stop();
});

describe('a relay in time', () => {
  const fakeTimeouts = () =>
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'performance',
        'hrtime',
        'nextTick',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
      ],
    });

  it('ends a handshake that a browser does not finish: 4400', async () => {
    fakeTimeouts();
    const { browser } = await open();
    browser.send(CLIENT_HANDSHAKE.subarray(0, 5));
    await browser.received.until(() => browser.received.length >= 12);
    jest.advanceTimersByTime(5_000);
    expect(await browser.closed).toMatchObject({ code: 4400 });
  });

  it('ends a handshake that a desktop does not finish: 4502', async () => {
    await desktop.stop();
    desktop = await FakeDesktop.start(() => {});
    fakeTimeouts();
    const { browser } = await open();
    browser.send(CLIENT_HANDSHAKE);
    await browser.received.until(() => browser.received.length >= SERVER_HANDSHAKE.length - 31);
    jest.advanceTimersByTime(5_000);
    expect(await browser.closed).toMatchObject({ code: 4502 });
    jest.advanceTimersByTime(500); // what it gets to finish it after all
    await desktop.hungUp;
  });

  describe('behind the deadline', () => {
    let nowMs: number;
    let staged: Stage;

    beforeEach(async () => {
      nowMs = 0;
      const reach = reaching(desktop.path, { deadlineMs: 60_000 });
      staged = await open({ nowMs: () => nowMs, reach });
      await staged.browser.greet();
    });

    afterEach(async () => {
      expect(await staged.browser.closed).toEqual({ code: 4410, reason: 'expired' });
      await desktop.hungUp;
    });

    it('lets no pixel pass', async () => {
      const viewer = await desktop.viewer;
      nowMs = 59_999;
      viewer.write(LAST_WORDS);
      expect(await staged.browser.received.take(LAST_WORDS.length)).toEqual(LAST_WORDS);
      nowMs = 60_000;
      viewer.write(pixels(8));
      await staged.browser.closed;
      expect(staged.browser.received.length).toBe(0);
    });

    it('that has moved lets pixels pass until the new one', async () => {
      const viewer = await desktop.viewer;
      staged.relay.setDeadline(90_000, SESSION_EXPIRED);
      nowMs = 89_999;
      viewer.write(LAST_WORDS);
      expect(await staged.browser.received.take(LAST_WORDS.length)).toEqual(LAST_WORDS);
      nowMs = 90_000;
      viewer.write(pixels(8));
      await staged.browser.closed;
      expect(staged.browser.received.length).toBe(0);
    });

    it('lets no key pass', async () => {
      nowMs = 59_999;
      staged.browser.send(EXAMPLES.clientFence.bytes);
      await desktop.received.take(EXAMPLES.clientFence.bytes.length);
      nowMs = 60_000;
      staged.browser.send(KEY);
      await desktop.hungUp;
      expect(desktop.received.length).toBe(0);
    });

    it('leaves no button down that was pressed before it', async () => {
      staged.browser.send(encodePointerEvent(1, 10, 20));
      await desktop.received.take(6);
      nowMs = 60_000;
      staged.browser.send(encodePointerEvent(1, 30, 40));
      await desktop.hungUp;
      expect(desktop.received.all).toEqual(Buffer.from(encodePointerEvent(0, 10, 20)));
    });
  });

  it('tells a viewer that is silent too, when the deadline has come', async () => {
    const reach = reaching(desktop.path, { deadlineMs: performance.now() + 30 });
    const { browser } = await open({ reach });
    expect(await browser.closed).toEqual({ code: 4410, reason: 'expired' });
  });
});
