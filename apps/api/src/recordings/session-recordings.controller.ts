import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { RecordingBody, type Recording, type RecordingList } from '#contracts';
import { Caller, SignedIn, type CallerIdentity } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { ownSession, visibleSession } from '../sessions/session-access.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { Sessions } from '../sessions/sessions.js';
import { RecordingCatalogue } from './recording-catalogue.js';
import { toRecording, type RecordingRecord } from './recording-record.js';
import { Recordings } from './recordings.js';

const ACTORS_OWN = 'Only its customer has a session recorded; what is recorded, an admin may see.';

/** The recordings of a session: seen by all who may see it, switched by its customer where that is allowed. */
@SignedIn()
@Controller('api/sessions/:id')
export class SessionRecordingsController {
  constructor(
    private readonly config: AppConfig,
    private readonly sessions: Sessions,
    private readonly recordings: Recordings,
    private readonly catalogue: RecordingCatalogue,
  ) {}

  @Get('recordings')
  async list(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<RecordingList> {
    const session = await visibleSession(this.sessions, caller, id);
    const { mode, retentionHours } = this.config.recording;
    const items = (await this.catalogue.list(session.id)).map((record) =>
      toRecording(record, retentionHours),
    );
    return { items, nextCursor: null, policy: { mode, retentionHours } };
  }

  @Post('recording')
  @HttpCode(200)
  async switch(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: RecordingBody }) { action }: RecordingBody,
  ): Promise<Recording> {
    const session = await ownSession(this.sessions, caller, id, ACTORS_OWN);
    this.requireOwnChoice();
    const record = await this.perform(session, action, caller.email);
    return toRecording(record, this.config.recording.retentionHours);
  }

  private requireOwnChoice(): void {
    const { mode } = this.config.recording;
    if (mode === 'off') throw new AppError('RECORDING_NOT_ALLOWED', { detail: 'Nothing is recorded here.' });
    if (mode === 'always')
      throw new AppError('RECORDING_NOT_ALLOWED', { detail: 'Every session is recorded here.' });
  }

  private async perform(
    session: SessionRecord,
    action: RecordingBody['action'],
    actor: string,
  ): Promise<RecordingRecord> {
    if (action === 'start') return this.recordings.start(session, 'customer', actor);
    const stopped = await this.recordings.stop(session, 'customer', actor);
    const record = stopped ?? (await this.catalogue.list(session.id))[0];
    if (!record) throw new AppError('NOT_FOUND', { detail: 'There is no recording to stop.' });
    return record;
  }
}
