import { Injectable } from '@nestjs/common';
import { Desktops } from '../../desktops/desktops.js';
import { Clock } from '../../kernel/clock.js';
import type { Holder } from '../../signals/holder.js';
import { Holders } from '../../signals/holders.js';
import { RecordingFiles, type RecordingPlace } from '../store/recording-files.js';
import { Segments } from '../store/segments.js';
import { RecordedDesktop } from './recorded-desktop.js';
import { Recorder } from './recorder.js';
import type { RecordingJob } from './recording-leases.js';
import { RecordingStops } from './recording-stops.js';

/** Recordings leave this much to everything else that writes to the disk, the database above all. */
export const RESERVED_BYTES = 1024 ** 3;

/** What it takes to begin recording: the disk has room, the session lives, its desktop answers. */
@Injectable()
export class RecorderStart {
  constructor(
    private readonly desktops: Desktops,
    private readonly holders: Holders,
    private readonly files: RecordingFiles,
    private readonly segments: Segments,
    private readonly stops: RecordingStops,
    private readonly clock: Clock,
  ) {}

  /** Undefined when it may not begin, which has been written where it must be. */
  async start(job: RecordingJob, host: string, leaseMs: number): Promise<Recorder | undefined> {
    if ((await this.files.freeBytes()) < RESERVED_BYTES) {
      await this.stops.noRoom(job.sessionId, 'disk_full');
      return undefined;
    }
    if (!(await this.holders.register(this.holderOf(job)))) return undefined;
    return new Recorder(
      job,
      {
        reach: (signal) => this.reach(job.sessionId, signal),
        begin: () => this.begin(job, host),
        now: () => this.clock.now(),
        monotonicMs: () => this.clock.monotonicMs(),
      },
      leaseMs,
    );
  }

  /** A recorder holds a desktop as a viewer does, and must be gone when the session is. */
  holderOf({ id, sessionId }: Pick<RecordingJob, 'id' | 'sessionId'>): Holder {
    return { sessionId, kind: 'desktop', id: `recorder-${id}` };
  }

  private async reach(sessionId: string, signal: AbortSignal): Promise<RecordedDesktop> {
    const desktop = await this.desktops.endpointOf(sessionId);
    if (!desktop) throw new Error('the session has no desktop');
    return RecordedDesktop.reach(desktop.endpoint, signal);
  }

  private async begin(place: RecordingPlace, host: string) {
    const freeBytes = await this.files.freeBytes();
    if (freeBytes < RESERVED_BYTES)
      throw Object.assign(new Error(`only ${freeBytes} bytes of disk are left`), { code: 'ENOSPC' });
    return this.segments.begin(place, host);
  }
}
