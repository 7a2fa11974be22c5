import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Receipt } from '#contracts';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { Follower, upTo } from '../support/follower.js';
import { Recorder } from '../support/recorder.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

const CONFIRM_WITHIN_MS = 15_000; // R9

let cluster: Cluster;
let cable: TcpProxy;
/** Its database is at the other end of the cable. */
let remote: ApiNode;
/** On the same database, with a cable of its own that is left alone. */
let near: ApiNode;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  cable = await TcpProxy.start({ path: cluster.database.socketPath });
  near = await cluster.start();
  remote = await cluster.start({ databaseUrl: cluster.database.urlThrough(cable.port) });
  owner = await cluster.customer(near);
}, 120_000);
afterAll(async () => {
  cable?.cut();
  await cluster?.stop();
  await cable?.stop();
}, 60_000);

async function followed(sessionId: string): Promise<Recorder> {
  const socket = new Recorder(await remote.carry(owner).eventsSocket(sessionId));
  await socket.until('CONNECTED');
  socket.say({ type: 'SUBSCRIBE', sessionId, after: 0 });
  await socket.until('SUBSCRIBED');
  return socket;
}

describe('a node whose signals are dead', () => {
  const isListening = (bytes: Buffer) => bytes.includes('onedollaragent-signals');
  beforeAll(async () => {
    cable.refuses = isListening;
    cable.reset();
    await until('no hint arrives any more', () => remote.output.includes('signals disconnected'));
  });
  afterAll(() => {
    cable.refuses = () => false;
  });

  it('closes the sockets of a session that was revoked elsewhere, late but soon, and counts it', async () => {
    const sessionId = await cluster.session(owner);
    const socket = await followed(sessionId);
    const before = await remote.metric('revocation_backstop_total');
    const startedMs = performance.now();
    const receipt = Receipt.parse(
      await (
        await near.admin()
      ).call('POST', `/api/admin/sessions/${sessionId}/revoke`, { reason: 'a test' }),
    );
    expect(await socket.end()).toEqual({ code: 4410, reason: 'revoked' });
    expect(performance.now() - startedMs).toBeLessThan(5_000); // R4
    expect(await remote.metric('revocation_backstop_total')).toBe(before + 1);
    expect(receipt).toMatchObject({ complete: true });
  }, 30_000);

  it('ends a session at its deadline, though no hint told it of one', async () => {
    const sessionId = await cluster.session(owner, { ttlSeconds: 5 });
    const socket = await followed(sessionId);
    expect(await socket.end()).toEqual({ code: 4410, reason: 'expired' });
  }, 30_000);

  it('delivers events all the same', async () => {
    const sessionId = await cluster.session(owner);
    const socket = await followed(sessionId);
    await cluster.append(sessionId, 3);
    await until('all are there', () => socket.seqs.length === 3, 5_000);
    socket.socket.close();
  });
});

describe('a node that is cut from the database', () => {
  it.each(['cut', 'stall'] as const)(
    'closes its sockets 1013 and takes no new ones until it is back (%s)',
    async (fault) => {
      const sessionId = await cluster.session(owner);
      const socket = await followed(sessionId);
      const desktopless = new Recorder(await remote.carry(owner).eventsSocket());
      await desktopless.until('CONNECTED');
      const token = await near.carry(owner).connectionToken({ purpose: 'events' });
      const startedMs = performance.now();
      cable[fault]();
      const ends = await Promise.all(
        [socket, desktopless].map(
          ({ socket: ws }) => new Promise<number>((resolve) => ws.on('close', resolve)),
        ),
      );
      const tookMs = performance.now() - startedMs;
      expect(ends).toEqual([1013, 1013]);
      expect(tookMs).toBeGreaterThan(CONFIRM_WITHIN_MS - 2_000);
      expect(tookMs).toBeLessThan(CONFIRM_WITHIN_MS + 5_000);

      const refused = new Recorder(remote.carry(owner).socket('/ws', ['oda.events.v1', `token.${token}`]));
      await refused.end();
      expect(refused.refused).toBe(503);
      expect(await remote.status('/health/ready')).toBe(503);
      expect(await remote.status('/health/live')).toBe(200);

      cable.restore();
      await until('it is ready again', async () => (await remote.status('/health/ready')) === 200, 30_000);
      const back = await followed(sessionId);
      await cluster.append(sessionId, 2);
      await until('it serves', () => back.seqs.length === 2);
      back.socket.close();
      await until(
        'what was closed in the dark is acknowledged',
        async () => (await cluster.alive(sessionId)).length === 0,
        30_000,
      );
    },
    90_000,
  );
});

describe('a database that is restarted while events are written', () => {
  it('loses none of those that were committed, for nobody, on any node', async () => {
    const sessionId = await cluster.session(owner);
    const followers = [new Follower(near, owner, sessionId), new Follower(remote, owner, sessionId)];
    let written = 0;
    const write = async () => {
      await cluster.append(sessionId, 1).then(
        () => (written += 1),
        () => new Promise((resolve) => setTimeout(resolve, 50)), // away: not committed, or not known to be
      );
    };
    while (written < 50) await write();
    for (let restart = 0; restart < 2; restart += 1) {
      const restarted = cluster.database.restart();
      while (written < 50 * (restart + 2)) await write();
      await restarted;
    }
    const [{ head } = { head: 0 }] = await cluster.dataSource.query<{ head: number }[]>(
      'SELECT head_seq::int AS head FROM sessions WHERE id = $1',
      [sessionId],
    );
    expect(head).toBeGreaterThanOrEqual(written);
    for (const follower of followers) {
      await until('everything arrived', () => follower.seen.length >= head, 30_000);
      expect(follower.seqs).toEqual(upTo(head));
      follower.stop();
    }
  }, 90_000);
});
