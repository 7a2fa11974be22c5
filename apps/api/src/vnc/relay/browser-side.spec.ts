import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { BrowserSide } from './browser-side.js';
import { HEAD_ROOM } from './binary-frame.js';

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
