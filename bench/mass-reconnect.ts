import { Cluster } from '../test/support/cluster.js';
import { upTo } from '../test/support/follower.js';
import { DISTRIBUTION, distribution } from './distribution.js';
import type { Report } from './report.js';
import { Crowd } from './sockets/start-crowd.js';
import { seatAt } from './sockets/seats.js';

const CLIENTS = 1_000;
const SESSIONS = 100;
const BEFORE = 20;
const MISSED = 10;
const ROUNDS = 3;

/**
 * A thousand clients are cut at once and come back at the same moment, without the spread a planned restart gives them:
 * token, upgrade, subscription, replay of what was missed. Clients in another process on the same processors.
 */
export async function run(): Promise<Report> {
  const cluster = await Cluster.create();
  const crowd = new Crowd();
  const tookMs: number[] = [];
  let incomplete = 0;
  try {
    const node = await cluster.start();
    const owner = await cluster.customer(node);
    const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => cluster.session(owner)));
    for (const id of sessions) await cluster.append(id, BEFORE);
    const seats = (after: number, until: number) =>
      Array.from({ length: CLIENTS }, (_, n) =>
        seatAt(node, owner, sessions[n % SESSIONS] ?? '', { after, until }),
      );
    await crowd.sit(seats(0, BEFORE));
    for (let round = 0; round < ROUNDS; round += 1) {
      const head = BEFORE + round * MISSED;
      await crowd.cut();
      for (const id of sessions) await cluster.append(id, MISSED);
      tookMs.push(...(await crowd.comeBack(seats(head, head + MISSED))));
      const expected = upTo(MISSED)
        .map((n) => head + n)
        .join();
      incomplete += (await crowd.report()).filter(({ seqs }) => seqs.join() !== expected).length;
    }
  } finally {
    crowd.leave();
    await cluster.stop();
  }
  return {
    title: `Mass reconnection: ${CLIENTS} clients cut at once, ${ROUNDS} times, ${MISSED} events missed each (ms)`,
    columns: DISTRIBUTION,
    rows: [distribution('from the first try to the last missed event', tookMs)],
    notes: [
      `Clients with an event missing, doubled or out of order: ${incomplete}. Target: p99 under 3,000 ms, none.`,
    ],
  };
}
