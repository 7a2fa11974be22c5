import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { Sessions } from '../../sessions/sessions.js';
import { Recordings } from '../recordings.js';
import type { RecordingPlace } from '../store/recording-files.js';

/** What a recorder finds out that others must know, and what it must know of others. */
@Injectable()
export class RecordingStops {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly recordings: Recordings,
    private readonly log: PinoLogger,
  ) {
    log.setContext(RecordingStops.name);
  }

  /** There is no room: the recording is stopped for everybody to see, and what it has stays. Never rejects. */
  async noRoom(sessionId: string, reason: 'full' | 'disk_full'): Promise<void> {
    try {
      const session = await this.sessions.find(sessionId);
      if (session) await this.recordings.stop(session, reason, 'recorder');
      if (reason === 'disk_full') this.log.error({ sessionId }, 'no disk left for recordings');
    } catch (err) {
      this.log.warn({ err, sessionId, reason }, 'recording not stopped, the next look will');
    }
  }

  /** Those whose files are to go. One that the database does not know is left: it may be of an older copy. */
  async deletedAmong(places: readonly RecordingPlace[]): Promise<RecordingPlace[]> {
    if (places.length === 0) return [];
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM recordings WHERE id::text = ANY($1) AND deleted_at IS NOT NULL',
      [places.map(({ id }) => id)],
    );
    const deleted = new Set(rows.map(({ id }) => id));
    return places.filter(({ id }) => deleted.has(id));
  }
}
