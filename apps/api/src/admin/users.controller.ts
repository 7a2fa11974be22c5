import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { AccountId, Cursor, Limit, Search, UnfreezeUserBody, type AdminUser, type Page } from '#contracts';
import { Caller, DisableAccount, Roles, type CallerIdentity } from '../auth/index.js';
import { AccountFreeze } from '../billing/account-freeze.js';
import { AppError } from '../kernel/app-error.js';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';

const ListQuery = z.object({
  limit: Limit,
  cursor: Cursor.optional(),
  q: Search.optional(),
});

interface Row extends Omit<AdminUser, 'createdAt' | 'disabledAt' | 'frozenAt'> {
  createdAt: Date;
  createdAtMicros: string;
  disabledAt: Date | null;
  frozenAt: Date | null;
}

const SELECT_USER = `
  SELECT id, email, role, created_at AS "createdAt", disabled_at AS "disabledAt", frozen_at AS "frozenAt",
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtMicros"
  FROM accounts`;

/** Accounts, the way to shut one out, and to let one buy again. */
@Roles('admin')
@Controller('api/admin/users')
export class UsersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly disabling: DisableAccount,
    private readonly freeze: AccountFreeze,
  ) {}

  @Get()
  async list(
    @Query({ schema: ListQuery }) { limit, cursor, q }: z.infer<typeof ListQuery>,
  ): Promise<Page<AdminUser>> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, 'uuid');
    const rows = await this.dataSource.query<Row[]>(
      `${SELECT_USER}
       WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid))
         AND ($3::text IS NULL OR strpos(email_key, $3) > 0)
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [position?.at ?? null, position?.id ?? null, q?.toLowerCase() ?? null, limit + 1],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(toUser),
      nextCursor:
        rows.length > limit && last ? encodeCursor({ at: last.createdAtMicros, id: last.id }) : null,
    };
  }

  @Post(':id/disable')
  @HttpCode(200)
  async disable(@Caller() admin: CallerIdentity, @Param('id') id: string): Promise<AdminUser> {
    const accountId = knownId(id);
    if (accountId === admin.accountId) {
      throw new AppError('FORBIDDEN', { detail: 'You cannot disable your own account.' });
    }
    await this.disabling.disable(accountId, admin.email);
    return this.one(accountId);
  }

  @Post(':id/unfreeze')
  @HttpCode(200)
  async unfreeze(
    @Caller() admin: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: UnfreezeUserBody }) { reason }: UnfreezeUserBody,
  ): Promise<AdminUser> {
    const accountId = knownId(id);
    await this.freeze.lift(accountId, { by: admin.email, reason });
    return this.one(accountId);
  }

  private async one(id: AccountId): Promise<AdminUser> {
    const [row] = await this.dataSource.query<Row[]>(`${SELECT_USER} WHERE id = $1`, [id]);
    if (!row) throw new AppError('NOT_FOUND', { detail: 'There is no such account.' });
    return toUser(row);
  }
}

/** An id that is no UUID names nothing: the same 404 as an unknown one. */
function knownId(id: string): AccountId {
  const parsed = AccountId.safeParse(id);
  if (!parsed.success) throw new AppError('NOT_FOUND', { detail: 'There is no such account.' });
  return parsed.data;
}

function toUser({ id, email, role, createdAt, disabledAt, frozenAt }: Row): AdminUser {
  return {
    id,
    email,
    role,
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
    frozenAt: frozenAt?.toISOString() ?? null,
  };
}
