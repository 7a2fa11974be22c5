import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../test/support/cluster.js';
import { until } from '../test/support/until.js';
import { DISTRIBUTION, distribution } from './distribution.js';
import type { Report } from './report.js';
import { startWithoutBus } from './sockets/bus-cut.js';

const SESSIONS = 1_000;
const SESSIONS_WITHOUT_BUS = 300;
/** Deadlines are spread evenly at random over this, beginning a little after the insertion. */
const SPREAD_SECONDS = 20;
const LEAD_SECONDS = 3;

/** How late after its deadline a session was written as ended; rows put straight into the table, so no node has a timer. */
export async function run(): Promise<Report> {
  const cluster = await Cluster.create();
  try {
    const node = await cluster.start();
    const owner = await cluster.customer(node);
    const hinted = await measure(cluster, owner.accountId, SESSIONS, true);
    const unhinted = await measure(cluster, owner.accountId, SESSIONS, false);
    await node.end();
    const { node: deaf, cable } = await startWithoutBus(cluster);
    const cut = await measure(cluster, owner.accountId, SESSIONS_WITHOUT_BUS, true);
    await deaf.end();
    await cable.stop();
    return {
      title: `Expiry lateness: random deadlines over ${SPREAD_SECONDS} s (ms)`,
      columns: DISTRIBUTION,
      rows: [
        distribution('sessions the node was told of', hinted),
        distribution('sessions no hint told it of', unhinted),
        distribution('the signal bus cut', cut),
      ],
      notes: ['Target: p99 under 100; with the bus cut under 5,000. By the database’s clock.'],
    };
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: Cluster, accountId: string, count: number, hint: boolean): Promise<number[]> {
  const { dataSource } = cluster;
  const batch = randomUUID();
  await dataSource.query(
    `INSERT INTO sessions (account_id, reference, state, ttl_seconds, activated_at, expires_at)
     SELECT $1, $2 || ' ' || n, 'active', 60, clock_timestamp(),
       clock_timestamp() + make_interval(secs => $4 + random() * $5) FROM generate_series(1, $3::int) n`,
    [accountId, batch, count, LEAD_SECONDS, SPREAD_SECONDS],
  );
  if (hint)
    await dataSource.query(
      `SELECT pg_notify('oda_signals', 'session-changed ' || id) FROM sessions WHERE reference LIKE $1 || ' %'`,
      [batch],
    );
  await sleep((LEAD_SECONDS + SPREAD_SECONDS) * 1_000);
  return until('all have ended', async () => {
    const rows = await dataSource.query<{ late: number | null }[]>(
      `SELECT extract(epoch FROM ended_at - expires_at)::float8 * 1000 AS late FROM sessions
       WHERE reference LIKE $1 || ' %'`,
      [batch],
    );
    return rows.every(({ late }) => late !== null) && rows.map(({ late }) => Number(late));
  });
}
