import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../apps/api/src/database/data-source.js';
import type { Product } from '../product.js';
import { insertSession } from '../rows.js';
import type { Entry, SessionHistory } from './history.js';

const WRITE_EVERY_MS = 40;

/** A pool of the test's own on the product's embedded database, past everything of the product. */
export function databaseOf({ runDir }: Product): Promise<DataSource> {
  const socket = encodeURIComponent(path.join(runDir, 'db'));
  const name = 'onedollaragent';
  return createDataSource(`postgres://${name}@localhost/${name}?host=${socket}`).initialize();
}

export async function startSession(
  dataSource: DataSource,
  accountId: string,
  ttlSeconds: number,
): Promise<SessionHistory> {
  const id = await insertSession(dataSource, { accountId, ttlSeconds });
  await dataSource.query('SELECT pg_notify($1, $2)', ['oda_signals', `session-changed ${id}`]);
  const [row] = await dataSource.query<{ expires_at: Date }[]>(
    'SELECT expires_at FROM sessions WHERE id = $1',
    [id],
  );
  return { id, deadlineMs: row?.expires_at.getTime() ?? 0, acknowledged: [], log: [] };
}

/** Appends events the way the log does until told to stop, through whatever happens to the database. */
export async function writeEvents(
  dataSource: DataSource,
  session: SessionHistory,
  signal: AbortSignal,
): Promise<void> {
  for (let count = 1; !signal.aborted; count += 1) {
    const seq = await append(dataSource, session.id, count).catch(() => undefined); // away: perhaps written, not known
    if (seq !== undefined) session.acknowledged.push(seq);
    await sleep(WRITE_EVERY_MS);
  }
}

async function append(dataSource: DataSource, id: string, count: number): Promise<number | undefined> {
  const [row] = await dataSource.query<{ seq: number }[]>(
    `WITH next AS (
       UPDATE sessions SET head_seq = head_seq + 1 WHERE id = $1 AND ended_at IS NULL RETURNING head_seq
     ), hint AS (SELECT pg_notify('oda_signals', 'session-events ' || $1::text) FROM next),
     written AS (
       INSERT INTO session_events (session_id, seq, name, at, data)
       SELECT $1, head_seq, 'egress.denied', clock_timestamp(),
         jsonb_build_object('count', $2::int, 'hosts', jsonb_build_array('chaos.example')) FROM next
       RETURNING seq::float8 AS seq
     ) SELECT seq FROM written LEFT JOIN hint ON true`,
    [id, count],
  );
  return row?.seq;
}

export function readLog(dataSource: DataSource, { id }: SessionHistory): Promise<Entry[]> {
  return dataSource.query<Entry[]>(
    'SELECT seq::float8 AS seq, name, data FROM session_events WHERE session_id = $1 ORDER BY seq',
    [id],
  );
}
