import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const SOCKETS = 20;
/** What a node may need once it runs again: the sweep after which a deadline is late at worst, on a loaded machine. */
const RECOVERED_MS = 5_000;

let cluster: Cluster;
let owner: Customer;

/** Makes SIGUSR2 block the event loop for as long as the environment says. */
const BLOCKER = `process.on('SIGUSR2', () => {
  const until = performance.now() + Number(process.env.BLOCK_MS);
  while (performance.now() < until);
});`;
const nodeThatBlocksFor = (ms: number) =>
  cluster.start({
    env: {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(BLOCKER)}`,
      BLOCK_MS: String(ms),
    },
  });

beforeAll(async () => {
  cluster = await Cluster.create();
  const first = await cluster.start();
  owner = await cluster.customer(first);
  await first.end(); // else its sweep would end sessions in time for the one that is blocked
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

describe.each([2_000, 10_000])('an event loop that is blocked for %i ms', (blockedMs) => {
  let blocked: ApiNode;
  beforeAll(async () => {
    blocked = await nodeThatBlocksFor(blockedMs);
  }, 60_000);

  it('costs no socket, delays a deadline by no more, and raises the alarm', async () => {
    const at = blocked.carry(owner);
    const sockets = await Promise.all(
      Array.from({ length: SOCKETS }, async () => new Recorder(await at.eventsSocket())),
    );
    await Promise.all(sockets.map((socket) => socket.until('CONNECTED')));
    const sessionId = await cluster.session(owner, { ttlSeconds: 4 });
    const { expiresAt } = await at.session(sessionId);
    const ending = new Recorder(await at.eventsSocket(sessionId));
    await ending.until('CONNECTED');
    ending.say({ type: 'SUBSCRIBE', sessionId });
    await ending.until('SUBSCRIBED');
    const deadline = Date.parse(expiresAt ?? '');
    await until('the deadline is near', () => Date.now() > deadline - 1_000);

    const startedMs = performance.now();
    blocked.signal('SIGUSR2');
    expect(await ending.end()).toEqual({ code: 4410, reason: 'expired' });
    expect(Date.now() - deadline).toBeLessThan(blockedMs - 1_000 + RECOVERED_MS);
    expect(performance.now() - startedMs).toBeGreaterThan(blockedMs - 100); // it was blocked over the deadline
    expect(ending.messages.at(-1)).toMatchObject({ type: 'EVENT', name: 'session.ended' });

    for (const socket of sockets) socket.say({ type: 'PING' });
    await Promise.all(sockets.map((socket) => socket.until('PONG')));
    expect(sockets.map(({ closed }) => closed)).toEqual(sockets.map(() => undefined));
    expect(await blocked.metric('sockets_open')).toBe(SOCKETS);
    expect(await blocked.metric('eventloop_stalls_total')).toBeGreaterThanOrEqual(1);
    const longestMs = 1_000 * (await blocked.metric('eventloop_longest_stall_seconds'));
    expect(longestMs).toBeGreaterThan(blockedMs - 500);
    expect(blocked.output).toContain('"msg":"event loop stalled"');
    for (const { socket } of sockets) socket.close();
    await blocked.end();
  }, 60_000);
});
