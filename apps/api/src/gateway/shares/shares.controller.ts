import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ShareBody, ShareId, WATCH_PATH, type Page, type Share, type ShareCreated } from '#contracts';
import { Caller, RateLimit, SignedIn, type CallerIdentity } from '../../auth/index.js';
import { AppConfig } from '../../config/app-config.js';
import { AppError } from '../../kernel/app-error.js';
import { ownSession } from '../../sessions/session-access.js';
import type { SessionRecord } from '../../sessions/session-record.js';
import { Sessions } from '../../sessions/sessions.js';
import { Shares, type ShareRecord } from './shares.js';

/** A customer's links to watch their desktop: make one, see them, take one back. */
@SignedIn()
@Controller('api/sessions/:id/shares')
export class SharesController {
  constructor(
    private readonly config: AppConfig,
    private readonly sessions: Sessions,
    private readonly shares: Shares,
  ) {}

  @RateLimit('shares')
  @Post()
  async create(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: ShareBody }) { label, expiresInSeconds }: ShareBody,
  ): Promise<ShareCreated> {
    const session = await this.own(caller, id);
    const { share, secret } = await this.shares.create(session, { label, expiresInSeconds }, caller.email);
    return { ...toShare(share), url: `${this.config.server.publicUrl}${WATCH_PATH}#${secret}` };
  }

  @Get()
  async list(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<Page<Share>> {
    const session = await this.own(caller, id);
    return { items: (await this.shares.list(session.id)).map(toShare), nextCursor: null };
  }

  @Delete(':shareId')
  @HttpCode(204)
  async revoke(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Param('shareId') shareId: string,
  ): Promise<void> {
    const session = await this.own(caller, id);
    const known = ShareId.safeParse(shareId);
    const isThere = known.success && (await this.shares.revoke(session, known.data, caller.email));
    if (!isThere) throw new AppError('NOT_FOUND', { detail: 'There is no such link.' });
  }

  private own(caller: CallerIdentity, id: string): Promise<SessionRecord> {
    return ownSession(this.sessions, caller, id, "Only its customer shares a session's desktop.");
  }
}

function toShare({ createdAt, expiresAt, lastUsedAt, ...share }: ShareRecord): Share {
  return {
    ...share,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
