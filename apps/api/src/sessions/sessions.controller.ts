import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  Cursor,
  Limit,
  Seq,
  SessionState,
  type Page,
  type SessionEventPage,
  type SessionView,
} from '#contracts';
import { Caller, SignedIn, type CallerIdentity } from '../auth/index.js';
import { Clock } from '../kernel/clock.js';
import { EventLog } from './event-log.js';
import { ownSession, visibleSession } from './session-access.js';
import { toSessionView, type SessionRecord } from './session-record.js';
import { Sessions } from './sessions.js';

const ListQuery = z.object({ limit: Limit, cursor: Cursor.optional(), state: SessionState.optional() });
const EventsQuery = z.object({ limit: Limit, after: z.coerce.number().pipe(Seq).default(0) });

/** A customer's own sessions. Somebody else's is 404, the same as one that does not exist. */
@SignedIn()
@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Caller() caller: CallerIdentity,
    @Query({ schema: ListQuery }) { limit, cursor, state }: z.infer<typeof ListQuery>,
  ): Promise<Page<SessionView>> {
    const { items, nextCursor } = await this.sessions.list({
      accountId: caller.accountId,
      limit,
      cursor,
      state,
    });
    return { items: items.map((record) => this.view(record)), nextCursor };
  }

  @Get(':id')
  async one(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<SessionView> {
    return this.view(await visibleSession(this.sessions, caller, id));
  }

  @Post(':id/end')
  @HttpCode(200)
  async end(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<SessionView> {
    const record = await ownSession(
      this.sessions,
      caller,
      id,
      "An admin revokes somebody else's session in the console, with a reason.",
    );
    await this.sessions.end(record.id, 'ended_by_user');
    return this.view(await visibleSession(this.sessions, caller, id));
  }

  @Get(':id/events')
  async log(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Query({ schema: EventsQuery }) { after, limit }: z.infer<typeof EventsQuery>,
  ): Promise<SessionEventPage> {
    const { id: sessionId } = await visibleSession(this.sessions, caller, id);
    return this.events.page(sessionId, after, limit);
  }

  private view(record: SessionRecord): SessionView {
    return toSessionView(record, this.clock.now());
  }
}
