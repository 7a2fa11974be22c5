import { collectDefaultMetrics, Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import { TraceKind } from '#contracts';
import type { MoneyOverview } from '../billing/money-overview.js';
import type { Desktops } from '../desktops/desktops.js';
import type { HostLedger } from '../desktops/ledger/host-ledger.js';
import { countByKind } from '../desktops/trace.js';
import type { LiveConnections } from '../gateway/live-connections.js';
import type { JobQueue } from '../queue/job-queue.js';

collectDefaultMetrics();

const sockets = new Gauge({ name: 'sockets_open', help: 'Open sockets of this node', labelNames: ['kind'] });
const sessions = new Gauge({
  name: 'sessions',
  help: 'Sessions by state, ended ones left out',
  labelNames: ['state'],
});
const desktopsGauge = new Gauge({
  name: 'desktops',
  help: 'Places for desktops on this host',
  labelNames: ['place'],
});
const orphans = new Gauge({
  name: 'desktops_orphans',
  help: 'What was found of desktops on this host that nobody owns, by kind',
  labelNames: ['kind'],
});
const queueDepth = new Gauge({ name: 'queue_waiting', help: 'Jobs that wait for a worker' });
const queueAge = new Gauge({
  name: 'queue_oldest_runnable_seconds',
  help: 'Age of the oldest job that could run',
});

export interface Measured {
  dataSource: DataSource;
  connections: LiveConnections;
  desktops: Desktops;
  queue: JobQueue;
  money: MoneyOverview;
  ledger: HostLedger;
}

/** Metrics are read every few seconds by several: one look serves them. */
const LOOKED_WITHIN_MS = 10_000;

/** Reads what is a state, not a count of events, at the moment somebody asks for metrics. */
export async function refreshGauges({
  dataSource,
  connections,
  desktops,
  queue,
  money,
  ledger,
}: Measured): Promise<void> {
  await money.refreshGauges();
  sockets.set({ kind: 'events' }, connections.total('events'));
  sockets.set({ kind: 'desktop' }, connections.total('desktop'));
  sockets.set({ kind: 'sound' }, connections.total('sound'));
  const { max, inUse, warm } = await desktops.capacity();
  desktopsGauge.set({ place: 'max' }, max);
  desktopsGauge.set({ place: 'in_use' }, inUse);
  desktopsGauge.set({ place: 'warm' }, warm);
  const look = await ledger.look(LOOKED_WITHIN_MS);
  const counts = countByKind(look.desktops.flatMap((desktop) => desktop.orphans));
  for (const kind of TraceKind.options) orphans.set({ kind }, counts[kind] ?? 0);
  const { waiting, oldestRunnableSeconds } = await queue.depth();
  queueDepth.set(waiting);
  queueAge.set(oldestRunnableSeconds);
  const rows = await dataSource.query<{ state: string; count: number }[]>(
    `SELECT state, count(s.id)::int AS count FROM unnest(ARRAY['provisioning', 'active']) state
     LEFT JOIN sessions s USING (state) GROUP BY 1`,
  );
  for (const { state, count } of rows) sessions.set({ state }, count);
}
