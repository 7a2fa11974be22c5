import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { IncomingMessage } from 'node:http';
import { carriedBy, closeWith, sendBounded } from './socket-output.js';
import { textFrame } from './text-frame.js';

const MIB = 1_048_576;
/** A message of 4 KiB. */
const MESSAGE = textFrame({ type: 'ERROR', error: 'UNAVAILABLE', message: 'x'.repeat(4_096) });
let server: WebSocketServer;
let reader: WebSocket;
let socket: WebSocket;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  reader = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [served, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage];
  socket = served;
  carriedBy(socket, request.socket);
  await once(reader, 'open');
});
afterEach(async () => {
  reader.terminate();
  socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

describe('what waits for a reader', () => {
  it('never passes the cap by more than one message, however much is said', async () => {
    reader.pause();
    let mostBuffered = 0;
    for (let n = 0; n < 50_000; n += 1) {
      sendBounded(socket, MESSAGE);
      mostBuffered = Math.max(mostBuffered, socket.bufferedAmount);
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve)); // the kernel takes what it can
    }
    expect(socket.readyState).toBe(WebSocket.CLOSING);
    expect(mostBuffered).toBeGreaterThan(MIB);
    expect(mostBuffered).toBeLessThan(MIB + 2 * MESSAGE.length);
  });

  it('is all read, with 4413 behind it, by one who was only slow', async () => {
    reader.pause();
    let bytes = 0;
    reader.on('message', (data: Buffer) => (bytes += data.length));
    while (socket.readyState === WebSocket.OPEN) sendBounded(socket, MESSAGE);
    reader.resume();
    const [code] = (await once(reader, 'close')) as [number];
    expect(code).toBe(4413);
    expect(bytes).toBeGreaterThan(MIB);
  });

  it('is nothing after the close', async () => {
    closeWith(socket, 4401, 'sign in again');
    closeWith(socket, 1012, 'restart');
    sendBounded(socket, MESSAGE);
    const heard: string[] = [];
    reader.on('message', (data: Buffer) => heard.push(data.toString()));
    const [code] = (await once(reader, 'close')) as [number];
    expect({ code, heard }).toEqual({ code: 4401, heard: [] });
  });
});
