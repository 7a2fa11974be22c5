import { Controller, Get, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { Cursor, Limit, type AuditEntry, type Page } from '#contracts';
import { Roles } from '../auth/index.js';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';

const ListQuery = z.object({ limit: Limit, cursor: Cursor.optional() });

interface Row extends Omit<AuditEntry, 'at'> {
  at: Date;
  atMicros: string;
}

/** Who did what, newest first. Written by `audit/`, never changed. */
@Roles('admin')
@Controller('api/admin/audit')
export class AuditController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(
    @Query({ schema: ListQuery }) { limit, cursor }: z.infer<typeof ListQuery>,
  ): Promise<Page<AuditEntry>> {
    const before = cursor === undefined ? { at: 'infinity', id: '0' } : decodeCursor(cursor, 'serial');
    const rows = await this.dataSource.query<Row[]>(
      `SELECT id::text, at, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "atMicros",
         action, actor, subject, data
       FROM audit_entries WHERE (at, id) < ($1::timestamptz, $2::bigint) ORDER BY at DESC, id DESC LIMIT $3`,
      [before.at, before.id, limit + 1],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(({ id, at, action, actor, subject, data }) => ({
        id,
        at: at.toISOString(),
        action,
        actor,
        subject,
        data,
      })),
      nextCursor: rows.length > limit && last ? encodeCursor({ at: last.atMicros, id: last.id }) : null,
    };
  }
}
