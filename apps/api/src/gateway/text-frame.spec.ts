import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { on, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { ServerMessage } from '#contracts';
import { textFrame } from './text-frame.js';

let server: WebSocketServer;
let reader: WebSocket;
let transport: Duplex;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  reader = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage];
  transport = request.socket;
  await once(reader, 'open');
});
afterEach(async () => {
  reader.terminate();
  transport.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const saying = (message: string): ServerMessage => ({ type: 'ERROR', error: 'UNAVAILABLE', message });
const EMPTY = JSON.stringify(saying('')).length;

describe('a message as a frame', () => {
  it('is FIN and text, its length, its bytes', () => {
    const frame = textFrame(saying(''));
    expect(frame.subarray(0, 2).toString('hex')).toBe('81' + EMPTY.toString(16)); // FIN + opcode 1; no mask, 7 bits
    expect(JSON.parse(frame.subarray(2).toString())).toEqual(saying(''));
  });

  it.each([125, 126, 127, 65_535, 65_536, 70_000])(
    'of %i bytes is read by a client of another make',
    async (length) => {
      const message = saying('x'.repeat(length - EMPTY));
      transport.write(textFrame(message));
      const [data, isBinary] = (await once(reader, 'message')) as [Buffer, boolean];
      expect({ length: data.length, isBinary }).toEqual({ length, isBinary: false });
      expect(JSON.parse(data.toString())).toEqual(message);
    },
  );

  it('counts bytes, not characters', async () => {
    transport.write(Buffer.concat([textFrame(saying('Grüße 🎈'.repeat(20))), textFrame(saying('next'))]));
    const heard: string[] = [];
    for await (const [data] of on(reader, 'message') as AsyncIterable<[Buffer]>) {
      heard.push((JSON.parse(data.toString()) as { message: string }).message);
      if (heard.length === 2) break;
    }
    expect(heard).toEqual(['Grüße 🎈'.repeat(20), 'next']);
  });
});
