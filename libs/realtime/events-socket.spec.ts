import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerMessage } from '#contracts';
import type { Ending } from './ending.js';
import { EventsSocket } from './events-socket.js';
import { FakeSockets, type FakeSocket } from './testing/fake-socket.js';
import { connected, pong } from './testing/server-words.js';

describe('EventsSocket', () => {
  const abort = () => controller.abort();
  let controller: AbortController;
  let sockets: FakeSockets;
  let heard: number;
  let ended: Ending[];
  let messages: ServerMessage[];
  let socket: FakeSocket;
  let events: EventsSocket;

  const open = (token: () => Promise<string>) =>
    EventsSocket.open(
      {
        url: 'wss://app.example/ws',
        token,
        createSocket: sockets.create,
        onMessage: (message) => messages.push(message),
      },
      {
        signal: controller.signal,
        opened: () => undefined,
        heard: () => (heard += 1),
        closed: (ending) => ended.push(ending),
      },
    );

  beforeEach(async () => {
    controller = new AbortController();
    sockets = new FakeSockets();
    heard = 0;
    ended = [];
    messages = [];
    events = await open(() => Promise.resolve('t0k.en'));
    socket = sockets.last;
  });

  it('makes no socket without a token', async () => {
    await expect(open(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(sockets.all).toHaveLength(1);
  });

  it('makes no socket when the try was given up while the token was fetched', async () => {
    const opening = open(() => Promise.resolve('late'));
    abort();
    await expect(opening).rejects.toThrow();
    expect(sockets.all).toHaveLength(1);
  });

  it('offers our protocol and the token as subprotocols, and puts nothing in the address', () => {
    expect(socket.protocols).toEqual(['oda.events.v1', 'token.t0k.en']);
    expect(socket.url).toBe('wss://app.example/ws');
  });

  it.each([
    ['no JSON', '{'],
    ['bytes', new Uint8Array([1, 2])],
    ['a message of a newer server', '{"type":"WEATHER","sun":true}'],
    ['a message whose fields are wrong', '{"type":"GOODBYE"}'],
  ])('takes %s for a sign of life and for nothing else', (_, data) => {
    socket.deliverRaw(data);
    expect(messages).toEqual([]);
    expect(heard).toBe(1);
    expect(ended).toEqual([]);
  });

  it('passes on what the server says', () => {
    socket.deliver(connected);
    expect(messages).toEqual([connected]);
  });

  it('is mute once its try is over', () => {
    abort();
    socket.deliver(pong);
    expect(messages).toEqual([]);
  });

  it('asks for a sign of life with PING', () => {
    events.probe();
    expect(socket.sent).toEqual([{ type: 'PING' }]);
  });

  it('reports code and reason of a close', () => {
    socket.end(4410, 'expired');
    expect(ended).toEqual([{ code: 4410, reason: 'expired' }]);
  });

  it('reports when to come back, as GOODBYE said, also when the close itself was lost', () => {
    socket.deliver({ type: 'GOODBYE', reason: 'restart', retryAfterMs: 1500 });
    socket.end(1006);
    expect(ended).toEqual([{ code: 1006, reason: 'restart', retryAfterMs: 1500 }]);
  });

  it('closes normally', () => {
    events.close();
    expect(socket.closedWith).toBe(1000);
    expect(ended).toEqual([]);
  });

  it('reports its own failure and closes', () => {
    events.fail('an event is missing');
    expect(ended).toEqual([{ code: 1006, reason: 'an event is missing' }]);
    expect(socket.closedWith).toBe(1000);
  });
});
