import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { Follower, upTo } from '../support/follower.js';
import { NetworkNamespace } from '../support/network-namespace.js';
import { Recorder } from '../support/recorder.js';
import { SocketChild } from '../support/socket-child.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

const HEARTBEAT_MS = 15_000;
const TWO_BEATS_MS = 2 * HEARTBEAT_MS + 3_000; // beats of a busy machine are late

let cluster: Cluster;
let node: ApiNode;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  node = await cluster.start({ env: { HOST: '0.0.0.0' } });
  owner = await cluster.customer(node);
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const closedWith = (code: number) => node.metric('sockets_closed_total', `code="${code}"`);
const open = () => node.metric('sockets_open', 'kind="events"');

let sessionId: string;
let staying: Recorder;
beforeEach(async () => {
  sessionId = await cluster.session(owner);
  staying = new Recorder(await owner.eventsSocket(sessionId));
  await staying.until('CONNECTED');
});
afterEach(async () => {
  expect(staying.closed).toBeUndefined(); // who answers is left alone
  staying.socket.terminate();
  await until('nobody is left', async () => (await open()) === 0);
});

/** The heartbeat finds it within two intervals, counts it, and frees its place. */
async function expectFound(vanish: () => void): Promise<void> {
  await until('two are open', async () => (await open()) === 2);
  const before = await closedWith(4408);
  const startedMs = performance.now();
  vanish();
  await until('one is left', async () => (await open()) === 1, TWO_BEATS_MS + 5_000);
  expect(performance.now() - startedMs).toBeLessThan(TWO_BEATS_MS);
  expect(await closedWith(4408)).toBe(before + 1);
  await until('it holds nothing', async () => (await cluster.alive(sessionId)).length === 1);
}

const tokenOf = () => owner.connectionToken({ purpose: 'events', sessionId });
const child = async (namespace?: NetworkNamespace) =>
  SocketChild.start({
    url: `ws://${namespace?.hostAddress ?? '127.0.0.1'}:${node.port}/ws`,
    token: await tokenOf(),
    origin: node.origin,
    sessionId,
    ...(namespace && { namespace: namespace.name }),
  });

describe('a peer that vanishes without a word', () => {
  it('behind a cable on which nothing passes any more is found by the heartbeat', async () => {
    const cable = await TcpProxy.start({ port: node.port, host: '127.0.0.1' });
    const lost = new WebSocket(
      `ws://127.0.0.1:${cable.port}/ws`,
      ['oda.events.v1', `token.${await tokenOf()}`],
      {
        headers: { Origin: node.origin, Host: `localhost:${node.port}` },
      },
    );
    const recorder = new Recorder(lost);
    await recorder.until('CONNECTED');
    await expectFound(() => cable.stall());
    expect(recorder.closed).toBeUndefined(); // it has heard nothing of it
    await cable.stop();
  }, 60_000);

  const whenRoot = NetworkNamespace.isPossible() ? it : it.skip;
  whenRoot(
    'on a machine whose packets are dropped is found by the heartbeat',
    async () => {
      const machine = NetworkNamespace.create();
      const lost = await child(machine);
      await expectFound(() => machine.dropPackets());
      expect(lost.lines).not.toContain('closed 1006'); // it has heard nothing of it
      lost.signal('SIGKILL');
      machine.remove();
    },
    60_000,
  );

  it('because it is frozen is found by the heartbeat', async () => {
    const frozen = await child();
    await expectFound(() => frozen.signal('SIGSTOP'));
    frozen.signal('SIGCONT');
    await frozen.says('closed 4408');
    frozen.signal('SIGKILL');
  }, 60_000);
});

describe('a reader that is frozen while events come', () => {
  it('is closed 4413 at the cap, its place is free, and it loses nothing', async () => {
    const frozen = await child();
    await until('two are open', async () => (await open()) === 2);
    const before = await closedWith(4413);
    frozen.signal('SIGSTOP');
    for (let n = 0; n < 100 && (await closedWith(4413)) === before; n += 1)
      await cluster.append(sessionId, 256, 'x'.repeat(4_096)); // a mebibyte each
    await until('it is closed', async () => (await closedWith(4413)) === before + 1);
    await until('its place is free', async () => (await open()) === 1);
    frozen.signal('SIGKILL');

    const [{ head } = { head: 0 }] = await cluster.dataSource.query<{ head: number }[]>(
      'SELECT head_seq::int AS head FROM sessions WHERE id = $1',
      [sessionId],
    );
    const follower = new Follower(node, owner, sessionId);
    await until('all of it', () => follower.seen.length === head, 60_000);
    expect(follower.seqs).toEqual(upTo(head));
    follower.stop();
  }, 90_000);
});
