import { Controller, Delete, Get, Header, HttpCode, Param, StreamableFile } from '@nestjs/common';
import { RecordingId, type RecordingDetail } from '#contracts';
import { Caller, SignedIn, type CallerIdentity } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { RecordingCatalogue } from './recording-catalogue.js';
import { toRecording, toSegment, type RecordingRecord } from './recording-record.js';
import { RecordingViews } from './recording-views.js';
import { Recorders } from './recorder/recorders.js';
import { Recordings } from './recordings.js';
import { RecordingFiles } from './store/recording-files.js';

const SEGMENT_NUMBER = /^[1-9]\d{0,8}$/;

/** One recording: for its session's customer and for admins; to all others it is not there. */
@SignedIn()
@Controller('api/recordings/:id')
export class RecordingsController {
  constructor(
    private readonly config: AppConfig,
    private readonly recordings: Recordings,
    private readonly catalogue: RecordingCatalogue,
    private readonly files: RecordingFiles,
    private readonly recorders: Recorders,
    private readonly views: RecordingViews,
  ) {}

  @Get()
  async one(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<RecordingDetail> {
    const record = await this.visible(caller, id);
    const segments = (await this.catalogue.segments(record.id)).map(toSegment);
    const { retentionHours } = this.config.recording;
    return { ...toRecording(record, retentionHours), reference: record.reference, segments };
  }

  /** The bytes of one segment. Of one that is still written: what is there now. */
  @Get('segments/:n')
  @Header('Cache-Control', 'no-store')
  async segment(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Param('n') n: string,
  ): Promise<StreamableFile> {
    const record = await this.visible(caller, id);
    const segments = await this.catalogue.segments(record.id);
    const segment = SEGMENT_NUMBER.test(n) ? segments.find((each) => each.n === Number(n)) : undefined;
    if (!segment) throw new AppError('NOT_FOUND', { detail: 'There is no such segment.' });
    const file = await this.files.read(record, segment.n);
    if (!file) throw new AppError('UNAVAILABLE', { detail: 'This recording is kept on another host.' });
    await this.views.note(record, caller);
    return new StreamableFile(file.bytes, { type: 'application/octet-stream', length: file.length });
  }

  @Delete()
  @HttpCode(204)
  async delete(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<void> {
    const record = await this.visible(caller, id);
    if (record.stoppedAt === null && record.startedBy === 'policy')
      throw new AppError('RECORDING_NOT_ALLOWED', {
        detail: 'It can be deleted once the session has ended.',
      });
    const isOwn = record.accountId === caller.accountId;
    await this.recordings.delete(record, isOwn ? 'customer' : 'admin', caller.email);
    await this.recorders.look(); // the files are gone when the answer is there, if they are on this host
  }

  private async visible(caller: CallerIdentity, id: string): Promise<RecordingRecord> {
    const known = RecordingId.safeParse(id);
    const record = known.success ? await this.catalogue.find(known.data) : undefined;
    const maySee = record && (record.accountId === caller.accountId || caller.role === 'admin');
    if (!maySee) throw new AppError('NOT_FOUND', { detail: 'There is no such recording.' });
    return record;
  }
}
