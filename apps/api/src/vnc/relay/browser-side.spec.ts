import { EventEmitter } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { BrowserSide } from './browser-side.js';
import { HEAD_ROOM } from './binary-frame.js';

const HIGH_WATER_MARK = 16 * 1024;
const silent = { onText: () => {}, onDrained: () => {}, onClosed: () => {}, onError: () => {} };

function side(readyState: number): { browser: BrowserSide; carrier: PassThrough } {
  const carrier = new PassThrough();
  const socket = Object.assign(new EventEmitter(), { readyState, OPEN: WebSocket.OPEN });
  return { browser: new BrowserSide(socket as unknown as WebSocket, carrier, silent), carrier };
}

it('sends no pixel behind a close frame, whoever closed, and takes no more of them', () => {
  const open = side(WebSocket.OPEN);
  open.browser.pass(Buffer.alloc(HEAD_ROOM + 3), 3);
  expect(open.carrier.read()).toHaveLength(2 + 3);

  const closing = side(WebSocket.CLOSING);
  expect(closing.browser.pass(Buffer.alloc(HEAD_ROOM + 3), 3)).toBe(false);
  expect(closing.carrier.read()).toBeNull();
});

it.each([1, HIGH_WATER_MARK - 1, HIGH_WATER_MARK, 5 * HIGH_WATER_MARK])(
  'says that %i bytes have left as soon as they have, once, and not before',
  async (length) => {
    const takers: (() => void)[] = [];
    const carrier = new Duplex({
      highWaterMark: HIGH_WATER_MARK,
      read: () => {},
      write: (_chunk, _encoding, taken) => takers.push(taken),
    });
    const drained = jest.fn();
    const socket = Object.assign(new EventEmitter(), { readyState: WebSocket.OPEN, OPEN: WebSocket.OPEN });
    const browser = new BrowserSide(socket as unknown as WebSocket, carrier, {
      ...silent,
      onDrained: drained,
    });
    expect(browser.pass(Buffer.alloc(HEAD_ROOM + length), length)).toBe(false);
    await new Promise(setImmediate);
    expect(drained).not.toHaveBeenCalled();
    while (takers.length > 0) {
      takers.shift()?.();
      await new Promise(setImmediate);
    }
    expect(drained).toHaveBeenCalledTimes(1);
  },
);
