import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../../config/app-config.js';
import { DesktopHost } from '../../desktops/desktop-host.js';
import { Endings } from '../../signals/endings.js';
import { SignalBus } from '../../signals/signal-bus.js';
import { Holders } from '../../signals/holders.js';
import { recordersLost, recordersRunning } from '../metrics.js';
import { RecordingFiles } from '../store/recording-files.js';
import { SegmentRepair } from '../store/segment-repair.js';
import type { Recorder, RecorderEnd } from './recorder.js';
import { RecorderStart } from './recorder-start.js';
import { LEASE_SECONDS, RecordingLeases, type RecordingJob } from './recording-leases.js';
import { RecordingStops } from './recording-stops.js';

const LOOK_EVERY_MS = 2_000;
const LEASE_MS = LEASE_SECONDS * 1_000;

interface Running {
  job: RecordingJob;
  recorder: Recorder;
}

/**
 * The recorders of this process. Every two seconds, and at every hint, it looks which recordings are to be made here: it
 * starts those that are not, stops those that are no more, and clears up after what was killed or deleted. A process that
 * serves nobody records nothing: its files could not be read.
 */
@Injectable()
export class Recorders implements BeforeApplicationShutdown {
  private readonly running = new Map<string, Running>();
  private looking: Promise<void> | undefined;
  private isAskedAgain = false;
  private isEnding = false;

  constructor(
    private readonly config: AppConfig,
    private readonly host: DesktopHost,
    private readonly leases: RecordingLeases,
    private readonly starts: RecorderStart,
    private readonly stops: RecordingStops,
    private readonly holders: Holders,
    private readonly files: RecordingFiles,
    private readonly repair: SegmentRepair,
    private readonly log: PinoLogger,
    bus: SignalBus,
    endings: Endings,
  ) {
    log.setContext(Recorders.name);
    for (const topic of ['recording-changed', 'desktop-changed'] as const)
      bus.subscribe(topic, () => void this.look());
    endings.onEnding(({ kind, id }) => {
      if (kind !== 'session') return;
      for (const { job, recorder } of this.running.values()) if (job.sessionId === id) recorder.stop();
    });
  }

  /** Resolves when what was asked for before the call has been done here. Never rejects. */
  look(): Promise<void> {
    this.isAskedAgain = true;
    this.looking ??= this.lookWhileAsked().finally(() => (this.looking = undefined));
    return this.looking;
  }

  @Interval(LOOK_EVERY_MS)
  async lookAgain(): Promise<void> {
    await this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.looking;
    await this.stopAll([...this.running.values()]);
    await this.leases.release().catch((err: unknown) => this.log.warn({ err }, 'recordings not released'));
  }

  private async lookWhileAsked(): Promise<void> {
    while (this.isAskedAgain && !this.isEnding && this.config.server.role !== 'worker') {
      this.isAskedAgain = false;
      try {
        await this.lookOnce();
      } catch (err) {
        this.log.warn({ err }, 'recordings not looked at');
      }
    }
  }

  private async lookOnce(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ recorder }) => recorder.tell()));
    const jobs = new Map((await this.leases.claim()).map((job) => [job.id, job]));
    await this.stopAll([...this.running.values()].filter(({ job }) => !jobs.has(job.id)));
    await this.repair.closeLeftOpen(this.host.id, [...this.running.keys()]);
    for (const job of jobs.values()) await this.keep(job);
    await this.removeDeleted();
    recordersRunning.set(this.running.size);
  }

  private async keep(job: RecordingJob): Promise<void> {
    const running = this.running.get(job.id);
    if (running) return running.recorder.renew(job, LEASE_MS);
    const recorder = await this.starts.start(job, this.host.id, LEASE_MS);
    if (!recorder) return;
    this.running.set(job.id, { job, recorder });
    this.log.info({ sessionId: job.sessionId, recordingId: job.id }, 'recorder started');
    void recorder.ended
      .catch((cause: unknown): RecorderEnd => ({ why: 'lost', cause }))
      .then((end) => this.over(job, end));
  }

  private async over({ id, sessionId }: RecordingJob, end: RecorderEnd): Promise<void> {
    this.running.delete(id);
    await this.holders.acknowledge(this.starts.holderOf({ id, sessionId }));
    const facts = { sessionId, recordingId: id, why: end.why };
    if (end.why === 'lost') {
      recordersLost.inc();
      this.log.warn({ ...facts, err: end.cause }, 'recorder lost its desktop');
    } else this.log.info(facts, 'recorder ended');
    if (end.why === 'full' || end.why === 'disk_full') await this.stops.noRoom(sessionId, end.why);
  }

  private async stopAll(those: readonly Running[]): Promise<void> {
    for (const { recorder } of those) recorder.stop();
    await Promise.allSettled(those.map(({ recorder }) => recorder.ended));
  }

  private async removeDeleted(): Promise<void> {
    const here = await this.files.here();
    for (const place of await this.stops.deletedAmong(here))
      if (!this.running.has(place.id)) await this.files.remove(place);
  }
}
