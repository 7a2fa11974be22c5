import { Receipt } from '#contracts';
import type { ApiNode } from '../test/support/api-node.js';
import { Cluster, type Customer } from '../test/support/cluster.js';
import { until } from '../test/support/until.js';
import { DISTRIBUTION, distribution } from './distribution.js';
import type { Report } from './report.js';
import { startWithoutBus } from './sockets/bus-cut.js';
import { Crowd } from './sockets/start-crowd.js';
import { seatAt } from './sockets/seats.js';

const SOCKETS = 100;
const SESSIONS = 20;
/** A node that has just started compiles its own code beside the work. */
const WARM_UP = 3;
const SESSIONS_WITHOUT_BUS = 5;

/** A hundred sockets of one session, revoked: when each was dark by its own node's acknowledgement, and at its client. */
export async function run(): Promise<Report> {
  const cluster = await Cluster.create();
  try {
    const node = await cluster.start();
    const owner = await cluster.customer(node);
    await measure(cluster, node, owner, node, WARM_UP);
    const normal = await measure(cluster, node, owner, node, SESSIONS);
    const { node: deaf, cable } = await startWithoutBus(cluster);
    const cut = await measure(cluster, deaf, owner, node, SESSIONS_WITHOUT_BUS);
    await deaf.end();
    await cable.stop();
    return {
      title: `Revoke to dark: ${SOCKETS} events sockets on one session (ms)`,
      columns: DISTRIBUTION,
      rows: [
        distribution('acknowledged after the commit', normal.acknowledged),
        distribution('close frame at the client, from the request', normal.closed),
        distribution('the same, with the signal bus of the node cut', cut.closed),
      ],
      notes: [
        'Target: p99 under 50; with the bus cut under 5,000. Receipts that were not complete stop the run.',
      ],
    };
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: Cluster, node: ApiNode, owner: Customer, at: ApiNode, sessions: number) {
  const acknowledged: number[] = [];
  const closed: number[] = [];
  const admin = await at.admin();
  for (let n = 0; n < sessions; n += 1) {
    const crowd = new Crowd();
    const sessionId = await cluster.session(owner);
    await cluster.append(sessionId, 1);
    await crowd.sit(Array.from({ length: SOCKETS }, () => seatAt(node, owner, sessionId, { until: 1 })));
    await until('all are holders', async () => (await cluster.alive(sessionId)).length === SOCKETS);
    const startedMs = performance.timeOrigin + performance.now();
    const receipt = Receipt.parse(
      await admin.call('POST', `/api/admin/sessions/${sessionId}/revoke`, { reason: 'a benchmark' }),
    );
    if (!receipt.complete || receipt.closed.length !== SOCKETS)
      throw new Error(`${receipt.closed.length} closed, ${receipt.missing.length} missing`);
    acknowledged.push(...receipt.closed.map(({ afterMs }) => afterMs));
    await until('all are closed', async () => (await crowd.report()).every((member) => member.closed));
    closed.push(...(await crowd.report()).map((member) => (member.closed?.atMs ?? Number.NaN) - startedMs));
    crowd.leave();
  }
  return { acknowledged, closed };
}
