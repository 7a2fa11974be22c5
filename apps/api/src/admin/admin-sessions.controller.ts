import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  Cursor,
  Limit,
  RevokeBody,
  RevokeManyBody,
  Search,
  SessionId,
  SessionState,
  type AdminSession,
  type DeletionCertificates,
  type Page,
  type Receipt,
  type RevokeManyAnswer,
} from '#contracts';
import { Caller, Roles, type CallerIdentity } from '../auth/index.js';
import { DeletionRecord } from '../desktops/ledger/deletion-record.js';
import { AppError } from '../kernel/app-error.js';
import { SessionRevocation } from '../sessions/revocation.js';
import { AdminSessions } from './admin-sessions.js';

const ListQuery = z.object({
  limit: Limit,
  cursor: Cursor.optional(),
  state: SessionState.optional(),
  q: Search.optional(),
});

type RevokeResult = RevokeManyAnswer['results'][number];

/** The revocation console's api: every session, and the way to cut any of them. */
@Roles('admin')
@Controller('api/admin/sessions')
export class AdminSessionsController {
  constructor(
    private readonly sessions: AdminSessions,
    private readonly revocation: SessionRevocation,
    private readonly record: DeletionRecord,
  ) {}

  @Get()
  async list(
    @Query({ schema: ListQuery }) { q, ...filter }: z.infer<typeof ListQuery>,
  ): Promise<Page<AdminSession>> {
    return this.sessions.list({ ...filter, search: q });
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<AdminSession> {
    return this.sessions.one(knownId(id));
  }

  /** Proof of deletion, of each desktop the session has had. */
  @Get(':id/deletions')
  async deletions(@Param('id') id: string): Promise<DeletionCertificates> {
    const session = await this.sessions.one(knownId(id));
    return { items: await this.record.ofSession(session.id) };
  }

  @Post('revoke')
  @HttpCode(200)
  async revokeMany(
    @Caller() admin: CallerIdentity,
    @Body({ schema: RevokeManyBody }) { ids, reason }: z.infer<typeof RevokeManyBody>,
  ): Promise<RevokeManyAnswer> {
    return { results: await Promise.all([...new Set(ids)].map((id) => this.tryRevoke(id, admin, reason))) };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  async revoke(
    @Caller() admin: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: RevokeBody }) { reason }: z.infer<typeof RevokeBody>,
  ): Promise<Receipt> {
    return this.revocation.revoke(knownId(id), admin, reason);
  }

  private async tryRevoke(
    sessionId: SessionId,
    admin: CallerIdentity,
    reason: string,
  ): Promise<RevokeResult> {
    try {
      return {
        sessionId,
        status: 'revoked',
        receipt: await this.revocation.revoke(sessionId, admin, reason),
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'NOT_FOUND') return { sessionId, status: 'not_found' };
      if (error.code === 'SESSION_ENDED') return { sessionId, status: 'already_ended' };
      throw error;
    }
  }
}

/** An id that is no UUID names nothing: the same 404 as an unknown one. */
function knownId(id: string): SessionId {
  const parsed = SessionId.safeParse(id);
  if (!parsed.success) throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
  return parsed.data;
}
