import { RECORD_HEAD_BYTES } from '#recording';
import type { OpenSegment } from '../store/segments.js';
import type { RecordedDesktop } from './recorded-desktop.js';
import { recordedInit } from './recorded-picture.js';
import type { RecordingJob } from './recording-leases.js';

/** A seek reads one segment at most: a minute of work, or what a browser loads without a wait. */
export const SEGMENT_MS = 60_000;
export const SEGMENT_BYTES = 8 * 1024 * 1024;

export interface RecorderTools {
  reach(signal: AbortSignal): Promise<Pick<RecordedDesktop, 'picture' | 'whole' | 'next' | 'close'>>;
  /** Undefined when the recording is not ours any more. */
  begin(): Promise<OpenSegment | undefined>;
  /** The database's time. */
  now(): Date;
  monotonicMs(): number;
}

/** `lost`: the desktop went away, or the lease did; the recording itself goes on as soon as somebody can. */
export type RecorderEnd = { why: 'stopped' | 'full' | 'disk_full' } | { why: 'lost'; cause: unknown };

type Desktop = Awaited<ReturnType<RecorderTools['reach']>>;

/**
 * Records one desktop, segment after segment. Each begins on a connection of its own with the whole picture, and the
 * connection before is kept until that is there. It ends by itself when there is no room, when its lease or its session
 * is over, or with the desktop.
 */
export class Recorder {
  readonly ended: Promise<RecorderEnd>;
  private readonly abort = new AbortController();
  private desktop: Desktop | undefined;
  private segment: OpenSegment | undefined;
  private segmentBeganMs = 0;
  private roomBytes = 0;
  private heldUntilMs = 0;
  private sessionEndsAt = new Date(0);
  /** Written since the job's room was counted. */
  private untoldBytes = 0;

  constructor(
    job: RecordingJob,
    private readonly tools: RecorderTools,
    leaseMs: number,
  ) {
    this.renew(job, leaseMs);
    this.ended = this.run().finally(() => this.close());
  }

  renew({ roomBytes, sessionEndsAt }: RecordingJob, leaseMs: number): void {
    this.roomBytes = roomBytes - this.untoldBytes;
    this.sessionEndsAt = sessionEndsAt;
    this.heldUntilMs = this.tools.monotonicMs() + leaseMs;
  }

  /** Tells the segment's row how far it is; what a job's room is counted from. */
  async tell(): Promise<void> {
    this.untoldBytes = 0;
    await this.segment?.tell();
  }

  /** Looks at no further byte of the desktop. */
  stop(): void {
    this.abort.abort();
    this.desktop?.close();
  }

  private async run(): Promise<RecorderEnd> {
    try {
      for (;;) {
        const end = await this.recordSegment();
        if (end) return end;
      }
    } catch (cause) {
      if (this.abort.signal.aborted) return { why: 'stopped' };
      return isDiskFull(cause) ? { why: 'disk_full' } : { why: 'lost', cause };
    }
  }

  /** Nothing when it is time for the next one. */
  private async recordSegment(): Promise<RecorderEnd | undefined> {
    const desktop = await this.tools.reach(this.abort.signal);
    const whole = await desktop.whole().catch((error: unknown) => {
      desktop.close();
      throw error;
    });
    await this.close();
    this.desktop = desktop;
    this.segment = await this.tools.begin();
    if (!this.segment) return { why: 'stopped' };
    this.segmentBeganMs = this.tools.monotonicMs();

    const { width, height } = desktop.picture;
    for (const bytes of [recordedInit(width, height), ...whole]) {
      const end = await this.write(this.segment, bytes);
      if (end) return end;
    }
    while (!this.isComplete(this.segment)) {
      const { bytes } = await desktop.next();
      const end = await this.write(this.segment, bytes);
      if (end) return end;
    }
    return undefined;
  }

  private async write(segment: OpenSegment, bytes: Uint8Array): Promise<RecorderEnd | undefined> {
    const end = this.whyNot(bytes.length + RECORD_HEAD_BYTES);
    if (end) return end;
    await segment.write(this.tools.monotonicMs() - this.segmentBeganMs, bytes);
    this.roomBytes -= bytes.length + RECORD_HEAD_BYTES;
    this.untoldBytes += bytes.length + RECORD_HEAD_BYTES;
    return undefined;
  }

  /** Asked for every picture: past the end of its session or its lease none is written, whoever is late. */
  private whyNot(bytes: number): RecorderEnd | undefined {
    if (this.abort.signal.aborted || this.tools.now() >= this.sessionEndsAt) return { why: 'stopped' };
    if (this.tools.monotonicMs() >= this.heldUntilMs) return { why: 'lost', cause: 'lease not renewed' };
    return bytes > this.roomBytes ? { why: 'full' } : undefined;
  }

  private isComplete({ bytes }: OpenSegment): boolean {
    return bytes >= SEGMENT_BYTES || this.tools.monotonicMs() - this.segmentBeganMs >= SEGMENT_MS;
  }

  private async close(): Promise<void> {
    this.desktop?.close();
    await this.segment?.close();
  }
}

// errno(3): the file system is full, or the user's share of it
function isDiskFull(cause: unknown): boolean {
  const { code } = (cause ?? {}) as { code?: string };
  return code === 'ENOSPC' || code === 'EDQUOT';
}
