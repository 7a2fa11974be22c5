import type { FileHandle } from 'node:fs/promises';
import { encodeRecordHead, SEGMENT_MAGIC } from '#recording';
import { recordedBytes } from '../metrics.js';

/**
 * Writes one segment, record by record, each whole before the next. A record that could not be written whole is taken
 * back as far as the disk lets us; a reader passes over the rest of it.
 */
export class SegmentWriter {
  private written = 0;

  constructor(private readonly file: Pick<FileHandle, 'appendFile' | 'truncate' | 'close'>) {}

  /** Of whole records. */
  get bytes(): number {
    return this.written;
  }

  async begin(): Promise<void> {
    await this.append(SEGMENT_MAGIC);
  }

  async write(atMs: number, record: Uint8Array): Promise<void> {
    await this.append(Buffer.concat([encodeRecordHead(atMs, record.length), record]));
  }

  /** What the kernel has, it writes; a cut-off end costs a reader nothing, and a revocation does not wait for a disk. */
  async close(): Promise<void> {
    await this.file.close();
  }

  private async append(bytes: Uint8Array): Promise<void> {
    try {
      await this.file.appendFile(bytes);
    } catch (error) {
      await this.file.truncate(this.written).catch(() => undefined);
      throw error;
    }
    this.written += bytes.length;
    recordedBytes.inc(bytes.length);
  }
}
