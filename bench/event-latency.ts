import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../test/support/cluster.js';
import { DISTRIBUTION, distribution } from './distribution.js';
import type { Report } from './report.js';
import { Crowd } from './sockets/start-crowd.js';
import { seatAt } from './sockets/seats.js';

const WATCHERS = 200;
const EVENTS = 400;
const EVERY_MS = 50;
const WARM_UP = 50;

/** From the moment the commit of an event has returned to its arrival at each of 200 watchers of the session. */
export async function run(): Promise<Report> {
  const cluster = await Cluster.create();
  const crowd = new Crowd();
  const latencies: number[] = [];
  try {
    const node = await cluster.start();
    const owner = await cluster.customer(node);
    const sessionId = await cluster.session(owner);
    await crowd.sit(Array.from({ length: WATCHERS }, () => seatAt(node, owner, sessionId)));
    const committedAtMs: number[] = [];
    for (let n = 0; n < WARM_UP + EVENTS; n += 1) {
      await cluster.write(sessionId);
      committedAtMs.push(performance.timeOrigin + performance.now());
      await cluster.hint(sessionId);
      await sleep(EVERY_MS);
    }
    await sleep(1_500);
    for (const { seqs, heardAtMs } of await crowd.report()) {
      if (seqs.length !== WARM_UP + EVENTS) throw new Error(`a watcher has ${seqs.length} events`);
      const ofOne = heardAtMs.map((at, n) => at - (committedAtMs[n] ?? Number.NaN));
      latencies.push(...ofOne.slice(WARM_UP));
    }
  } finally {
    crowd.leave();
    await cluster.stop();
  }
  return {
    title: `Event latency: commit to client, ${WATCHERS} watchers of one session, one node (ms)`,
    columns: DISTRIBUTION,
    rows: [distribution('commit to client', latencies)],
    notes: [`${EVENTS} events, one every ${EVERY_MS} ms. Target: p50 under 5, p99 under 25.`],
  };
}
