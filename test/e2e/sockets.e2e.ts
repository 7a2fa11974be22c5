import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { SessionView } from '#contracts';
import type { ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

let product: Product;
let owner: ApiClient;
let stranger: ApiClient;
let session: SessionView;

beforeAll(async () => {
  product = await Product.start({ RATE_LIMIT_FACTOR: '50' });
  owner = await product.customer().register();
  stranger = await product.customer().register();
  session = await owner.buySession();
}, 120_000);
afterAll(() => product?.stop(), 60_000);

const eventsProtocols = (token: string) => ['oda.events.v1', `token.${token}`];
const open = (route: string, protocols: string[], headers?: Record<string, string>) =>
  new Recorder(owner.socket(route, protocols, headers));

/** Files of the product, its logs and its database's among them, that hold the text. */
const filesWith = (text: string) =>
  readdirSync(product.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => holds(file, text));
function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file).includes(text);
  } catch {
    return false; // gone meanwhile
  }
}

describe('a connection token', () => {
  it('absent: the events socket says so and closes 4401, the desktop socket only closes', async () => {
    const events = open('/ws', ['oda.events.v1']);
    expect((await events.end()).code).toBe(4401);
    expect(events.messages).toMatchObject([{ type: 'ERROR', error: 'AUTH_REQUIRED' }]);
    const desktop = open(`/vnc/${session.id}`, ['binary']);
    expect((await desktop.end()).code).toBe(4401);
    expect(desktop.bytes).toBe(0);
  });

  it('opens one socket, once', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    const first = open('/ws', eventsProtocols(token));
    await first.until('CONNECTED');
    expect((await open('/ws', eventsProtocols(token)).end()).code).toBe(4401);
    first.socket.close();
  });

  it('opens one of two sockets that use it at the same moment', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    const both = [open('/ws', eventsProtocols(token)), open('/ws', eventsProtocols(token))];
    await until('one is refused', () => both.some(({ closed }) => closed?.code === 4401));
    await until('one is let in', () => both.some(({ messages }) => messages[0]?.type === 'CONNECTED'));
    for (const { socket } of both) socket.close();
  });

  it('of one purpose does not serve the other', async () => {
    const events = await owner.connectionToken({ purpose: 'events', sessionId: session.id });
    expect((await open(`/vnc/${session.id}`, ['binary', `token.${events}`]).end()).code).toBe(4401);
    const desktop = await owner.connectionToken({
      purpose: 'desktop',
      sessionId: session.id,
      access: 'control',
    });
    expect((await open('/ws', eventsProtocols(desktop)).end()).code).toBe(4401);
  });

  it('is not an access token, nor anything made up', async () => {
    const forged = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    for (const token of [owner.accessToken, forged, 'x', 'A'.repeat(43)]) {
      expect((await open('/ws', eventsProtocols(token)).end()).code).toBe(4401);
      expect((await open(`/ws?token=${token}`, []).end()).code).toBe(4401);
    }
    expect(product.output).not.toContain(owner.accessToken);
    expect(filesWith(owner.accessToken)).toEqual([]);
  });

  it('by URL works once for clients without subprotocols, and is in no log', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    const socket = open(`/ws?token=${token}`, []);
    await socket.until('CONNECTED');
    expect(socket.socket.protocol).toBe('');
    socket.socket.close();
    expect((await owner.request('GET', `/ws?token=${token}`)).status).toBe(404); // no upgrade: a request like any
    expect(product.output).not.toContain(token);
    expect(filesWith(token)).toEqual([]);
  });

  it('of a desktop opens that desktop alone; another is as absent as one that never was', async () => {
    for (const id of [randomUUID(), randomUUID()]) {
      const token = await owner.connectionToken({
        purpose: 'desktop',
        sessionId: session.id,
        access: 'control',
      });
      expect((await open(`/vnc/${id}`, ['binary', `token.${token}`]).end()).code).toBe(4404);
    }
  });

  it('of a login that has ended opens nothing', async () => {
    const leaver = await product.customer().register();
    const token = await leaver.connectionToken({ purpose: 'events' });
    const open1 = new Recorder(await leaver.eventsSocket());
    await open1.until('CONNECTED');
    const disabled = await (
      await product.admin()
    ).call('GET', `/api/admin/users?q=${encodeURIComponent(leaver.email)}`);
    const { items } = disabled as { items: { id: string }[] };
    await (await product.admin()).call('POST', `/api/admin/users/${items[0]?.id ?? ''}/disable`);
    expect((await open1.end()).code).toBe(4401);
    expect((await open('/ws', eventsProtocols(token)).end()).code).toBe(4401);
  });

  it('is not made for a session of somebody else, nor for none', async () => {
    for (const sessionId of [session.id, randomUUID()]) {
      for (const body of [
        { purpose: 'events', sessionId },
        { purpose: 'desktop', sessionId, access: 'view' },
      ]) {
        const answer = await stranger.request('POST', '/api/auth/connection-tokens', body);
        expect(answer.status).toBe(404);
      }
    }
  });
});

describe('the handshake', () => {
  it('offers no compression', async () => {
    const socket = new WebSocket(
      `ws://localhost:${product.port}/ws`,
      eventsProtocols(await owner.connectionToken({ purpose: 'events' })),
      {
        headers: { Origin: product.origin },
        perMessageDeflate: true,
      },
    );
    await new Recorder(socket).until('CONNECTED');
    expect(socket.extensions).toBe('');
    socket.close();
  });
});

describe('the events socket', () => {
  let events: Recorder;
  beforeAll(async () => {
    events = new Recorder(await owner.eventsSocket());
    await events.until('CONNECTED');
  });
  afterAll(() => events.socket.close());

  it('answers PING, and names what is wrong with everything else', async () => {
    events.say({ type: 'PING', id: 'p' });
    await events.until('PONG', ({ request }) => request === 'p');
    events.say({ type: 'SUBSCRIBE', id: 'bad', sessionId: session.id, after: -1 });
    expect(await events.until('ERROR', ({ request }) => request === 'bad')).toMatchObject({
      error: 'BAD_REQUEST',
      errors: [{ path: 'after' }],
    });
    events.say({ type: 'MAKE_ADMIN', id: 'unknown', admin: true });
    expect(await events.until('ERROR', ({ request }) => request === 'unknown')).toMatchObject({
      error: 'UNKNOWN_TYPE',
    });
  });

  it('serves exactly what was missed, from any position', async () => {
    const all = (await owner.call('GET', `/api/sessions/${session.id}/events`)) as { head: number };
    for (const after of [0, 1, all.head]) {
      const socket = new Recorder(await owner.eventsSocket(session.id));
      await socket.until('CONNECTED');
      socket.say({ type: 'SUBSCRIBE', sessionId: session.id, after });
      const { head } = await socket.until('SUBSCRIBED');
      await until('all of it', () => socket.seqs.length === head - after);
      expect(socket.seqs).toEqual(Array.from({ length: head - after }, (_, n) => after + n + 1));
      socket.socket.close();
    }
  });

  it('starts over for a position the log does not have, or of another log', async () => {
    for (const wrong of [{ after: 1_000_000 }, { after: 1, epoch: 'another' }]) {
      const socket = new Recorder(await owner.eventsSocket());
      await socket.until('CONNECTED');
      socket.say({ type: 'SUBSCRIBE', sessionId: session.id, ...wrong });
      expect((await socket.until('SUBSCRIBED')).resetRequired).toBe(true);
      await until('the log from its beginning', () => socket.seqs[0] === 1);
      socket.socket.close();
    }
  });

  it('knows no session of somebody else, nor of nobody', async () => {
    const socket = new Recorder(await stranger.eventsSocket());
    await socket.until('CONNECTED');
    for (const [id, sessionId] of [
      ['foreign', session.id],
      ['absent', randomUUID()],
    ]) {
      socket.say({ type: 'SUBSCRIBE', id, sessionId });
    }
    const foreign = await socket.until('ERROR', ({ request }) => request === 'foreign');
    const absent = await socket.until('ERROR', ({ request }) => request === 'absent');
    expect({ ...foreign, request: '' }).toEqual({ ...absent, request: '' });
    expect(foreign.error).toBe('SESSION_NOT_FOUND');
    socket.socket.close();
  });

  it('closes 1009 on a message that is too big, 1003 on a binary one, 1007 on bad UTF-8', async () => {
    const send = async (say: (socket: WebSocket) => void) => {
      const socket = new Recorder(await owner.eventsSocket());
      await socket.until('CONNECTED');
      say(socket.socket);
      return (await socket.end()).code;
    };
    expect(await send((socket) => socket.send('x'.repeat(65_537)))).toBe(1009);
    expect(await send((socket) => socket.send(Buffer.from('{}')))).toBe(1003);
    expect(await send((socket) => socket.send(Buffer.from([0xc3, 0x28]), { binary: false }))).toBe(1007);
  });
});

describe('a desktop socket', () => {
  it('speaks RFB 3.8 with security None: no password ever reaches a browser', async () => {
    const socket = await owner.desktopSocket(session.id);
    const chunks: Buffer[] = [];
    socket.on('message', (data: Buffer) => chunks.push(data));
    await until('the banner', () => Buffer.concat(chunks).length >= 12);
    expect(Buffer.concat(chunks).toString('latin1')).toBe('RFB 003.008\n');
    socket.send(Buffer.from('RFB 003.008\n', 'latin1'));
    await until('the security types', () => Buffer.concat(chunks).length >= 14);
    expect([...Buffer.concat(chunks).subarray(12, 14)]).toEqual([1, 1]); // one type: None
    socket.close();
  });

  it('closes 1003 on text', async () => {
    const recorder = new Recorder(await owner.desktopSocket(session.id));
    await until('it is open', () => recorder.socket.readyState === WebSocket.OPEN);
    recorder.socket.send('text');
    expect((await recorder.end()).code).toBe(1003);
  });
});
