import type { DataSource } from 'typeorm';
import type { Page } from '#contracts';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';

export interface ListRequest {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
}

interface Condition {
  sql: (parameter: string) => string;
  value: unknown;
}

interface Listing<Row, Item> {
  /** Gives `id` and the columns that `show` reads. */
  select: string;
  equal: Condition[];
  /** What the list runs by, newest first. */
  order: { at: string; id: string; ids: 'uuid' | 'text' };
  request: ListRequest;
  show: (row: Row) => Item;
}

/** One page of a list of money: conditions, a cursor by time and id, one row more to know whether there is another page. */
export async function moneyPage<Row extends { id: string }, Item>(
  dataSource: DataSource,
  { select, equal, order, request, show }: Listing<Row, Item>,
): Promise<Page<Item>> {
  const values: unknown[] = [];
  const wheres = equal.map(({ sql, value }) => sql(`$${values.push(value)}`));
  if (request.cursor !== undefined) {
    const { at, id } = decodeCursor(request.cursor, order.ids);
    const type = order.ids === 'uuid' ? 'uuid' : 'text';
    wheres.push(
      `(${order.at}, ${order.id}) < ($${values.push(at)}::timestamptz, $${values.push(id)}::${type})`,
    );
  }
  const where = wheres.length > 0 ? `WHERE ${wheres.join(' AND ')}` : '';
  const micros = `to_char(${order.at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "listedAt"`;
  const sql = `${select.replace('SELECT', `SELECT ${micros},`)} ${where}
    ORDER BY ${order.at} DESC, ${order.id} DESC LIMIT $${values.push(request.limit + 1)}`;
  const rows = await dataSource.query<(Row & { listedAt: string })[]>(sql, values);
  const items = rows.slice(0, request.limit);
  const last = items.at(-1);
  const more = rows.length > request.limit && last !== undefined;
  return {
    items: items.map(show),
    nextCursor: more ? encodeCursor({ at: last.listedAt, id: last.id }) : null,
  };
}
