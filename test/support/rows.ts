import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** Rows for tests that begin in the middle of the story. */
export async function insertAccount(dataSource: DataSource, role: 'customer' | 'admin' = 'customer') {
  const email = `${randomUUID()}@example.com`;
  const [row] = await dataSource.query<{ id: string }[]>(
    'INSERT INTO accounts (email, email_key, password_hash, role) VALUES ($1, $1, $2, $3) RETURNING id',
    [email, 'unusable', role],
  );
  if (!row) throw new Error('no account was inserted');
  return { id: row.id, accountId: row.id, email };
}

export interface SessionRow {
  state?: 'provisioning' | 'active';
  ttlSeconds?: number;
  /** Where its life began, relative to now; negative is the past. */
  activatedSecondsFromNow?: number;
  accountId?: string;
}

export async function insertSession(
  dataSource: DataSource,
  { state = 'active', ttlSeconds = 3_600, activatedSecondsFromNow = 0, accountId }: SessionRow = {},
): Promise<string> {
  const owner = accountId ?? (await insertAccount(dataSource)).id;
  const [row] = await dataSource.query<{ id: string }[]>(
    `INSERT INTO sessions (account_id, reference, state, ttl_seconds, activated_at, expires_at)
     SELECT $1, $2, $3, $4::int, began, began + make_interval(secs => $4::int)
     FROM (SELECT CASE WHEN $3::text = 'active' THEN clock_timestamp() + make_interval(secs => $5) END AS began) t RETURNING id`,
    [owner, randomUUID(), state, ttlSeconds, activatedSecondsFromNow],
  );
  if (!row) throw new Error('no session was inserted');
  return row.id;
}

/** A share link nobody knows the secret of. */
export async function insertShare(dataSource: DataSource, { sessionId }: { sessionId: string }) {
  const [row] = await dataSource.query<{ id: string }[]>(
    `INSERT INTO shares (session_id, hash, expires_at)
     VALUES ($1, sha256($2::text::bytea), date_trunc('milliseconds', clock_timestamp()) + interval '1 hour') RETURNING id`,
    [sessionId, randomUUID()],
  );
  if (!row) throw new Error('no share was inserted');
  return row;
}
