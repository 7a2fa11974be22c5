import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster, type Customer } from '../support/cluster.js';
import { Follower, upTo } from '../support/follower.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const SOCKETS = 1_000;
/** More at once would be refused while their tokens are looked up. */
const AT_ONCE = 100;
/** The launcher and a pod's grace kill after ten seconds at the earliest. */
const GRACE_MS = 10_000;

let cluster: Cluster;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  owner = await cluster.customer(await cluster.start());
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

describe('SIGTERM', () => {
  it('sends every socket home with a word, answers what it had begun, loses no event, and ends in time', async () => {
    const leaving = await cluster.start();
    const staying = cluster.nodes[0] as typeof leaving;
    const customer = leaving.carry(owner);
    const sessionId = await cluster.session(owner);
    await cluster.append(sessionId, 10);
    const sockets: Recorder[] = [];
    while (sockets.length < SOCKETS) {
      const opened = Array.from({ length: AT_ONCE }, async (_, n) => {
        const socket = new Recorder(await customer.eventsSocket(n % 2 ? sessionId : undefined));
        await socket.until('CONNECTED');
        return socket;
      });
      sockets.push(...(await Promise.all(opened)));
    }
    const follower = new Follower(leaving, owner, sessionId);
    await until('it has caught up', () => follower.seen.length === 10);
    expect(await leaving.status('/health/ready')).toBe(200);

    // a command that waits for a lock is in hand: nobody is sent home before it was answered
    const lock = cluster.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE');
    const busy = sockets[0] as Recorder;
    busy.say({ type: 'SUBSCRIBE', id: 'in hand', sessionId, after: 0 });
    busy.say({ type: 'PING', id: 'behind it' });
    const listed = customer.request('GET', '/api/sessions');
    await until('both wait', async () => {
      const [row] = await cluster.dataSource.query<{ waiting: number }[]>(
        "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      return (row?.waiting ?? 0) >= 2;
    });
    const startedMs = performance.now();
    const exited = leaving.end('SIGTERM');
    await until('it is not ready', async () => (await leaving.status('/health/ready')) === 503, 3_000);
    expect(sockets.some(({ messages }) => messages.some(({ type }) => type === 'GOODBYE'))).toBe(false);
    await lock.rollbackTransaction();
    await lock.release();

    follower.node = staying;
    const ends = await Promise.all(sockets.map((socket) => socket.end()));
    expect(ends).toEqual(sockets.map(() => ({ code: 1012, reason: 'restart' })));
    expect((await listed).status).toBe(200);
    expect(
      busy.messages.find((message) => 'request' in message && message.request === 'in hand'),
    ).toMatchObject({
      type: 'SUBSCRIBED',
    });
    expect(busy.messages.some((message) => 'request' in message && message.request === 'behind it')).toBe(
      true,
    );
    const goodbyes = sockets.map(({ messages }) => messages.at(-1));
    const waits = goodbyes.map((message) => (message?.type === 'GOODBYE' ? message.retryAfterMs : -1));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(2_000); // they do not all come back at once

    expect(await exited).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(GRACE_MS);
    await cluster.append(sessionId, 10);
    await until('the client went on elsewhere', () => follower.seen.length === 20, 15_000);
    expect(follower.seqs).toEqual(upTo(20));
    follower.stop();
  }, 90_000);

  it('leaves nothing registered', async () => {
    const rows = await cluster.dataSource.query<{ node: string }[]>(
      'SELECT node FROM holders WHERE gone_at IS NULL AND node NOT IN (SELECT id FROM nodes)',
    );
    expect(rows).toEqual([]);
  });
});
