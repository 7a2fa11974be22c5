import { readFile, truncate } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readSegment } from '#recording';
import { RecordingFiles, type RecordingPlace } from './recording-files.js';

interface Unclosed extends RecordingPlace {
  n: number;
}

/**
 * Closes segments that a process left open when it was killed: what was written whole is kept and counted, the rest is
 * cut off. One that has no picture in it is forgotten.
 */
@Injectable()
export class SegmentRepair {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: RecordingFiles,
  ) {}

  /** @param running recordings that this process writes itself */
  async closeLeftOpen(host: string, running: readonly string[]): Promise<number> {
    const unclosed = await this.dataSource.query<Unclosed[]>(
      `SELECT r.session_id AS "sessionId", r.id, g.n FROM recording_segments g JOIN recordings r ON r.id = g.recording_id
       WHERE g.is_open AND r.host = $1 AND r.id <> ALL($2)`,
      [host, running],
    );
    for (const segment of unclosed) await this.close(segment);
    return unclosed.length;
  }

  private async close(segment: Unclosed): Promise<void> {
    const file = this.files.fileOf(segment, segment.n);
    const read = readSegment(await readFile(file).catch(() => Buffer.alloc(0)));
    const lastsMs = read?.records.at(-1)?.atMs;
    if (read === undefined || lastsMs === undefined) {
      await this.dataSource.query('DELETE FROM recording_segments WHERE recording_id = $1 AND n = $2', [
        segment.id,
        segment.n,
      ]);
      return;
    }
    await truncate(file, read.wholeBytes);
    await this.dataSource.query(
      `UPDATE recording_segments SET is_open = false, bytes = $3,
         ended_at = greatest(ended_at, started_at + make_interval(secs => $4::float8 / 1000))
       WHERE recording_id = $1 AND n = $2 AND is_open`,
      [segment.id, segment.n, read.wholeBytes, lastsMs],
    );
  }
}
