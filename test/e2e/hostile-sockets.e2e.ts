import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { Follower, upTo } from '../support/follower.js';
import { handshake, RawPeer } from '../support/raw-peer.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const PER_ACCOUNT = 10;
const PER_ADDRESS = 600;

let cluster: Cluster;
let node: ApiNode;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  node = await cluster.start({
    env: {
      RATE_LIMIT_FACTOR: '20',
      SOCKETS_PER_ACCOUNT: `${PER_ACCOUNT}`,
      SOCKETS_PER_ADDRESS: `${PER_ADDRESS}`,
    },
  });
  owner = await cluster.customer(node);
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const protocols = (token: string) => ['oda.events.v1', `token.${token}`];

const withToken = (token: string) =>
  handshake(node.origin, { headers: { 'Sec-WebSocket-Protocol': protocols(token).join(', ') } });

describe('an upgrade', () => {
  it('whose headers drip in is answered 408 before long', async () => {
    const dripping = new RawPeer(node.port, 'GET /ws HTTP/1.1\r\nHost: localhost\r\n');
    const { socket } = dripping;
    const startedMs = performance.now();
    for (let n = 0; !socket.closed && n < 80; n += 1) {
      if (socket.writable) socket.write(`X-${n}: drip\r\n`);
      await sleep(300);
    }
    expect(dripping.status).toBe(408);
    expect(performance.now() - startedMs).toBeLessThan(17_000); // headersTimeout and one round of the check
  }, 40_000);

  it('whose token cannot be looked up in time is answered 503, and 512 of them are all that wait', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    const lock = cluster.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE connection_tokens IN ACCESS EXCLUSIVE MODE');
    const startedMs = performance.now();
    const waiting = Array.from(
      { length: 512 },
      () => new Recorder(node.customer().socket('/ws', protocols(token))),
    );
    await sleep(1_000);
    const oneMore = new Recorder(node.customer().socket('/ws', protocols(token)));
    await until('one more is refused', () => oneMore.refused);
    expect(performance.now() - startedMs).toBeLessThan(3_000); // at once, not after the deadline of the others
    await until(
      'the others are refused in time',
      () => waiting.every(({ refused }) => refused !== undefined),
      5_000,
    );
    expect(new Set(waiting.map(({ refused }) => refused))).toEqual(new Set([503]));
    await lock.rollbackTransaction();
    await lock.release();
    expect(await node.metric('upgrades_refused_total', 'status="503"')).toBeGreaterThanOrEqual(513);
    const after = new Recorder(await owner.eventsSocket());
    await after.until('CONNECTED');
    after.socket.close();
    await after.end();
  }, 30_000);

  it('above the cap of its account is answered 429, however many come at once', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 3 * PER_ACCOUNT }, () => owner.connectionToken({ purpose: 'events' })),
    );
    const sockets = tokens.map((token) => new Recorder(owner.socket('/ws', protocols(token))));
    await until('each is in or out', () => sockets.every((each) => each.refused ?? each.messages[0]));
    expect(sockets.filter(({ refused }) => refused === 429)).toHaveLength(2 * PER_ACCOUNT);
    const another = await owner.request('POST', '/api/auth/connection-tokens', { purpose: 'events' });
    expect(another.status).toBe(429);
    for (const { socket } of sockets) socket.terminate();
    await until('places are free', async () => (await node.metric('sockets_open')) === 0);
  });

  it('above the cap of its address is answered 429, however many come at once', async () => {
    const narrow = await cluster.start({ env: { SOCKETS_PER_ADDRESS: '20' } });
    const mint = () => narrow.carry(owner).connectionToken({ purpose: 'events' });
    const tokens = await Promise.all(Array.from({ length: 60 }, mint));
    const sockets = tokens.map((token) => new Recorder(narrow.carry(owner).socket('/ws', protocols(token))));
    await until('each is in or out', () => sockets.every((each) => each.refused ?? each.messages[0]));
    expect(sockets.filter(({ refused }) => refused === 429)).toHaveLength(40);
    for (const { socket } of sockets) socket.terminate();
  });

  it('of an admin to a session that its customer has filled is answered 429', async () => {
    const sessionId = await cluster.session(owner);
    const sockets = [];
    for (let n = 0; n < PER_ACCOUNT; n += 1) {
      const socket = new Recorder(await owner.eventsSocket(sessionId));
      await socket.until('CONNECTED');
      sockets.push(socket);
    }
    const admin = await node.admin();
    const answer = await admin.request('POST', '/api/auth/connection-tokens', {
      purpose: 'events',
      sessionId,
    });
    expect(answer.status).toBe(429);
    const open = new Recorder(await admin.eventsSocket()); // a socket of the login may still follow it
    await open.until('CONNECTED');
    for (const { socket } of [...sockets, open]) socket.terminate();
    await until('places are free', async () => (await node.metric('sockets_open')) === 0);
  });
});

describe('frames that RFC 6455 forbids', () => {
  it.each([
    ['an unmasked one', [0x81, 0x02, 0x7b, 0x7d], 1002],
    ['a reserved opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
    ['RSV1 though no compression was agreed', [0xc1, 0x80, 0, 0, 0, 0], 1002],
    ['a ping of 126 bytes', [0x89, 0xfe, 0x00, 0x7e, 0, 0, 0, 0], 1002],
    ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0], 1002],
    ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
    ['a declared length of 1 GiB', [0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0], 1009],
  ])('%s closes at once', async (_name, bytes, code) => {
    const peer = new RawPeer(node.port, withToken(await owner.connectionToken({ purpose: 'events' })));
    await peer.hears('CONNECTED');
    peer.socket.write(Buffer.from(bytes));
    await peer.hears(Buffer.from([0x88, 0x02, code >> 8, code & 0xff]).toString('latin1'));
    peer.socket.destroy();
  });
});

describe('messages that say nothing', () => {
  it.each([
    ['UNKNOWN_TYPE', '{"type":"WHAT"}'],
    ['BAD_REQUEST', '{'],
  ])('are counted as %s, and a flood of them is closed 4429', async (error, text) => {
    const before = await node.metric('socket_messages_refused_total', `error="${error}"`);
    const closedBefore = await node.metric('sockets_closed_total', 'code="4429"');
    const socket = new Recorder(await owner.eventsSocket());
    await socket.until('CONNECTED');
    for (let n = 0; n < 3_000; n += 1) socket.socket.send(text);
    expect((await socket.end()).code).toBe(4429);
    expect(await node.metric('socket_messages_refused_total', `error="${error}"`)).toBeGreaterThan(before);
    expect(await node.metric('sockets_closed_total', 'code="4429"')).toBe(closedBefore + 1);
  });
});

describe('a reader that stops', () => {
  it('is closed 4413 at the cap, and goes on where it was', async () => {
    const sessionId = await cluster.session(owner);
    const closedBefore = await node.metric('sockets_closed_total', 'code="4413"');
    const slow = new Recorder(await owner.eventsSocket(sessionId));
    await slow.until('CONNECTED');
    slow.say({ type: 'SUBSCRIBE', sessionId });
    await slow.until('SUBSCRIBED');
    slow.socket.pause();
    for (let n = 0; n < 100; n += 1) await cluster.append(sessionId, 256, 'x'.repeat(4_096)); // 100 MiB
    await until(
      'it is closed',
      async () => (await node.metric('sockets_closed_total', 'code="4413"')) > closedBefore,
    );
    slow.socket.terminate();

    const follower = new Follower(node, owner, sessionId);
    await until('all of it', () => follower.seen.length === 25_600, 60_000);
    expect(follower.seqs).toEqual(upTo(25_600));
    follower.stop();
  }, 90_000);

  it('while it replays is paced, and never closed for it', async () => {
    const sessionId = await cluster.session(owner);
    for (let n = 0; n < 20; n += 1) await cluster.append(sessionId, 16, 'x'.repeat(65_536)); // 20 MiB
    const slow = new Recorder(await owner.eventsSocket(sessionId));
    await slow.until('CONNECTED');
    slow.say({ type: 'SUBSCRIBE', sessionId, after: 0 });
    await slow.until('SUBSCRIBED');
    slow.socket.pause();
    await sleep(2_000);
    expect(slow.closed).toBeUndefined();
    slow.socket.resume();
    await until('all of it', () => slow.seqs.length === 320, 30_000);
    expect(slow.seqs).toEqual(upTo(320));
    slow.socket.close();
  }, 60_000);
});

describe('several deadlines', () => {
  it('close the sockets of each session at its own, never before', async () => {
    const customers = await Promise.all(Array.from({ length: 10 }, () => cluster.customer(node)));
    const lateness = await Promise.all(
      customers.map(async (customer, n) => {
        const sessionId = await cluster.session(customer, { ttlSeconds: 3 + (n % 3) });
        const { expiresAt } = await customer.session(sessionId);
        const socket = new Recorder(await customer.eventsSocket(sessionId));
        const closedAt = new Promise<number>((resolve) =>
          socket.socket.on('close', () => resolve(Date.now())),
        );
        await socket.until('CONNECTED');
        socket.say({ type: 'SUBSCRIBE', sessionId, after: 0 });
        const at = await closedAt; // this machine's clock is the database's here
        expect(socket.closed?.code).toBe(4410);
        expect(socket.messages.at(-1)).toMatchObject({
          name: 'session.ended',
          data: { endReason: 'expired' },
        });
        return at - Date.parse(expiresAt ?? '');
      }),
    );
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateness)).toBeLessThan(5_000); // how late within that, `bench -- expiry-lateness` says
  }, 30_000);
});
