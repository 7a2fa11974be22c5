import type { Page } from '#contracts';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';
import { SELECT_SESSION, type SessionRecord } from './session-record.js';

/** PostgreSQL keeps microseconds, a Date does not: cursors carry the text. */
const MICROSECONDS = `to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

interface Condition {
  sql: (parameter: string) => string;
  value: unknown;
}

export interface ListRequest {
  conditions: Condition[];
  limit: number;
  cursor?: string | undefined;
}

/** The statement for one page of sessions, newest first, one row more than asked to know whether there is another. */
export function sessionListQuery({ conditions, limit, cursor }: ListRequest): {
  sql: string;
  values: unknown[];
} {
  const values: unknown[] = [];
  const wheres = conditions.map(({ sql, value }) => sql(`$${values.push(value)}`));
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor, 'uuid');
    wheres.push(`(s.created_at, s.id) < ($${values.push(at)}::timestamptz, $${values.push(id)}::uuid)`);
  }
  const where = wheres.length > 0 ? `WHERE ${wheres.join(' AND ')}` : '';
  const select = SELECT_SESSION.replace('SELECT s.id', `SELECT ${MICROSECONDS} AS "createdAtMicros", s.id`);
  const sql = `${select} ${where} ORDER BY s.created_at DESC, s.id DESC LIMIT $${values.push(limit + 1)}`;
  return { sql, values };
}

export function toPage(
  rows: (SessionRecord & { createdAtMicros: string })[],
  limit: number,
): Page<SessionRecord> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor({ at: last.createdAtMicros, id: last.id }) : null };
}
