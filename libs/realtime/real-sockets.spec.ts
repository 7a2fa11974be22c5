import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientMessage, SessionId } from '#contracts';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket as WsSocket, WebSocketServer } from 'ws';
import type { CreateSocket } from './events-socket.js';
import { RealtimeClient } from './realtime-client.js';
import { socketUrl } from './socket-url.js';
import { connected, eventMessage, sessionEvent, subscribed } from './testing/server-words.js';

const MINE = SessionId.parse('11111111-1111-4111-8111-111111111111');
const ORIGIN = 'http://portal.test';
const sendOrigin: CreateSocket = (url, protocols) => new WsSocket(url, protocols, { origin: ORIGIN });

interface Admission {
  readonly origin: string | undefined;
  readonly protocols: string;
}

/** Fakes prove the logic; this proves that the two real kinds of socket in Node fit it. */
describe('a client on real sockets', () => {
  let server: WebSocketServer;
  let client: RealtimeClient;
  let admissions: Admission[];

  /** Lets one socket subscribe, sends it one event, and breaks the connection without a word. */
  const serve = (socket: WsSocket) => {
    socket.send(JSON.stringify(connected));
    socket.on('message', (data: Buffer) => {
      const message = ClientMessage.parse(JSON.parse(data.toString()));
      if (message.type !== 'SUBSCRIBE') return;
      const seq = (message.after ?? 0) + 1;
      const answer = subscribed(MINE, { head: seq, epoch: 'e1', request: message.id });
      socket.send(JSON.stringify(answer));
      socket.send(JSON.stringify(eventMessage(sessionEvent(MINE, seq))), () => socket.terminate());
    });
  };

  const followUntil = (wanted: number, createSocket?: CreateSocket): Promise<number[]> => {
    const { port } = server.address() as AddressInfo;
    let tries = 0;
    client = new RealtimeClient({
      url: socketUrl(`http://127.0.0.1:${port}`, '/ws'),
      token: () => Promise.resolve(`t${(tries += 1)}`),
      random: () => 0,
      createSocket,
    });
    return new Promise((resolve) => {
      const seen: number[] = [];
      const onEvent = ({ seq }: { seq: number }) => {
        seen.push(seq);
        if (seq === wanted) resolve(seen);
      };
      client.subscribe(MINE, { onEvent }, { seq: 0 });
      client.start();
    });
  };

  beforeEach(async () => {
    admissions = [];
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'oda.events.v1' });
    server.on('connection', (socket, request) => {
      const { origin, 'sec-websocket-protocol': protocols = '' } = request.headers;
      admissions.push({ origin, protocols });
      serve(socket);
    });
    await once(server, 'listening');
  });

  afterEach(async () => {
    client.stop();
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  });

  it('resumes over the global WebSocket, with a new token each time', async () => {
    expect(await followUntil(3)).toEqual([1, 2, 3]);
    expect(admissions.map(({ protocols }) => protocols)).toEqual([
      expect.stringMatching(/^oda\.events\.v1, ?token\.t1$/),
      expect.stringMatching(/^oda\.events\.v1, ?token\.t2$/),
      expect.stringMatching(/^oda\.events\.v1, ?token\.t3$/),
    ]);
  });

  it('resumes over the ws package, which can send an Origin', async () => {
    expect(await followUntil(3, sendOrigin)).toEqual([1, 2, 3]);
    expect(admissions.map(({ origin }) => origin)).toEqual([ORIGIN, ORIGIN, ORIGIN]);
  });

  it.each([
    ['the global WebSocket', undefined],
    ['the ws package', sendOrigin],
  ])('reads the close code from %s and obeys it', async (_, createSocket) => {
    server.removeAllListeners('connection');
    server.on('connection', (socket) => socket.close(4410, 'expired'));
    void followUntil(1, createSocket);
    const state = await new Promise((resolve) =>
      client.onState((next) => next.name === 'stopped' && resolve(next)),
    );
    expect(state).toMatchObject({ after: 'stop', because: { code: 4410, reason: 'expired' } });
  });
});
