import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RecordingFiles, type RecordingPlace } from './recording-files.js';
import { SegmentWriter } from './segment-writer.js';

/** A segment that is being written: a row that says so, and its file. */
export interface OpenSegment {
  /** Of whole records, in the file. */
  readonly bytes: number;
  write(atMs: number, record: Uint8Array): Promise<void>;
  /** Tells the row how far it has come; it has lasted until now, whether the picture changed or not. */
  tell(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

const TELL = `UPDATE recording_segments SET bytes = $3, ended_at = clock_timestamp(), is_open = $4
  WHERE recording_id = $1 AND n = $2 AND is_open`;

/** Begins segments, each with a number and a file that were never there before. */
@Injectable()
export class Segments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: RecordingFiles,
  ) {}

  /** Undefined when the recording is not `host`'s to write any more. */
  async begin(place: RecordingPlace, host: string): Promise<OpenSegment | undefined> {
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `INSERT INTO recording_segments (recording_id, n, started_at, ended_at)
       SELECT id, 1 + coalesce((SELECT max(n) FROM recording_segments WHERE recording_id = $1), 0), now(), now()
       FROM recordings WHERE id = $1 AND host = $2 AND stopped_at IS NULL RETURNING n`,
      [place.id, host],
    );
    if (!row) return undefined;
    const writer = new SegmentWriter(await this.files.create(place, row.n));
    await writer.begin();
    return this.opened(place.id, row.n, writer);
  }

  private opened(id: string, n: number, writer: SegmentWriter): OpenSegment {
    let closing: Promise<void> | undefined;
    const tell = async (isOpen: boolean) => {
      await this.dataSource.query(TELL, [id, n, writer.bytes, isOpen]);
    };
    const close = async () => {
      await writer.close();
      await tell(false);
    };
    return {
      get bytes() {
        return writer.bytes;
      },
      write: (atMs, record) => writer.write(atMs, record),
      tell: () => tell(true),
      close: () => (closing ??= close()),
    };
  }
}
