import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../test/support/cluster.js';
import type { Report } from './report.js';
import { startPeer } from './relay/processes.js';
import { memoryOf, type Memory } from './sockets/memory.js';
import type { BareServer } from './sockets/bare-server.js';
import type { Seat } from './sockets/crowd-protocol.js';
import { seatAt } from './sockets/seats.js';
import { Crowd } from './sockets/start-crowd.js';

const STEPS = [500, 1_000, 2_500, 5_000];
/** A process's first sockets pay for code, pools and tables that all later ones share. */
const WARM_UP = 200;
const SETTLE_MS = 1_500;

/**
 * What an idle events socket costs a node, all its state included (it follows a session and is one of its holders), next
 * to a plain `ws` server with the same options in the same run. Memory after a full collection, over that of the start.
 */
export async function run(): Promise<Report> {
  const ours = await measureOurs();
  const bare = await measureBare();
  const rows = STEPS.map((count, n) => [
    count,
    ...[ours[n], bare[n]].flatMap((memory) => [kib(memory?.rss, count), kib(memory?.heap, count)]),
  ]);
  return {
    title: 'Idle events sockets on one node: memory a socket (KiB)',
    columns: ['sockets', 'this node RSS', 'heap + external', 'bare ws RSS', 'heap + external'],
    rows,
    notes: [
      'Target: under 16 KiB a socket, flat. Every socket of ours is subscribed to one of 100 sessions.',
    ],
  };
}

async function measureOurs(): Promise<Memory[]> {
  const cluster = await Cluster.create();
  const crowd = new Crowd();
  try {
    const node = await cluster.start({ env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } });
    const inspector = /ws:\/\/127\.0\.0\.1:\S+/.exec(node.output)?.[0] ?? '';
    const owner = await cluster.customer(node);
    const sessions = await Promise.all(Array.from({ length: 100 }, () => cluster.session(owner)));
    const seat = (n: number) => seatAt(node, owner, sessions[n % sessions.length] ?? '');
    return await measure(crowd, inspector, seat);
  } finally {
    crowd.leave();
    await cluster.stop();
  }
}

async function measureBare(): Promise<Memory[]> {
  const crowd = new Crowd();
  const { process: server, said } = await startPeer('../sockets/bare-server.ts');
  try {
    const { url, inspector } = said as BareServer;
    return await measure(crowd, inspector, () => ({ url, origin: 'http://localhost', bare: true }));
  } finally {
    crowd.leave();
    server.kill();
  }
}

async function measure(crowd: Crowd, inspector: string, seat: (n: number) => Seat): Promise<Memory[]> {
  await crowd.sit(Array.from({ length: WARM_UP }, (_, n) => seat(n)));
  await sleep(SETTLE_MS);
  const before = await memoryOf(inspector);
  const results: Memory[] = [];
  let open = 0;
  for (const count of STEPS) {
    const from = open;
    await crowd.sit(Array.from({ length: count - from }, (_, n) => seat(from + n)));
    open = count;
    await sleep(SETTLE_MS);
    const { rss, heap } = await memoryOf(inspector);
    results.push({ rss: rss - before.rss, heap: heap - before.heap });
  }
  return results;
}

function kib(bytes: number | undefined, sockets: number): string {
  return ((bytes ?? Number.NaN) / sockets / 1_024).toFixed(1);
}
