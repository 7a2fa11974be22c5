import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SessionId } from '#contracts';
import {
  SELECT_RECORDING,
  SELECT_SEGMENTS,
  type RecordingRecord,
  type SegmentRecord,
} from './recording-record.js';

/** Which recordings are kept, and what they consist of. Deleted ones are as absent as those that never were. */
@Injectable()
export class RecordingCatalogue {
  constructor(private readonly dataSource: DataSource) {}

  /** Of one session, newest first. */
  list(sessionId: SessionId): Promise<RecordingRecord[]> {
    return this.ask('AND r.session_id = $1 ORDER BY r.started_at DESC, r.id', sessionId);
  }

  async find(id: string): Promise<RecordingRecord | undefined> {
    return (await this.ask('AND r.id = $1', id))[0];
  }

  /** Those with something in them, in their order. */
  segments(id: string): Promise<SegmentRecord[]> {
    return this.dataSource.query<SegmentRecord[]>(
      `${SELECT_SEGMENTS} WHERE recording_id = $1 AND bytes > 0 ORDER BY n`,
      [id],
    );
  }

  private ask(condition: string, value: string): Promise<RecordingRecord[]> {
    return this.dataSource.query<RecordingRecord[]>(`${SELECT_RECORDING} ${condition}`, [value]);
  }
}
