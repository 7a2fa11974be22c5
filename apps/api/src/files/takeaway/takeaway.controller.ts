import { Controller, Delete, Get, HttpCode, Param, Post, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { Takeaway } from '#contracts';
import { Caller, RateLimit, SignedIn, type CallerIdentity } from '../../auth/index.js';
import { ownSession } from '../../sessions/session-access.js';
import type { SessionRecord } from '../../sessions/session-record.js';
import { Sessions } from '../../sessions/sessions.js';
import { Takeaways } from './takeaways.js';

/** Keeping a desktop's files for a while after its end: off until its customer asks. */
@SignedIn()
@Controller('api/sessions/:id/takeaway')
export class TakeawayController {
  constructor(
    private readonly sessions: Sessions,
    private readonly takeaways: Takeaways,
  ) {}

  @Get()
  async look(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<Takeaway> {
    return this.takeaways.look(await this.own(caller, id));
  }

  @Post()
  @HttpCode(200)
  async keep(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<Takeaway> {
    return this.takeaways.keep(await this.own(caller, id));
  }

  @Delete()
  @HttpCode(204)
  async drop(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<void> {
    await this.takeaways.drop((await this.own(caller, id)).id);
  }

  @RateLimit('files')
  @Get('archive')
  async archive(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const session = await this.own(caller, id);
    const { bytes, stream } = await this.takeaways.open(session, caller.email);
    response.attachment(`desktop-${session.reference}.zip`);
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(stream, { type: 'application/zip', length: bytes });
  }

  private own(caller: CallerIdentity, id: string): Promise<SessionRecord> {
    return ownSession(this.sessions, caller, id, 'Only its customer has the files of a session.');
  }
}
