import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { Desktops } from '../desktops/desktops.js';
import { chainedTimeout } from '../kernel/chained-timeout.js';
import { AppError } from '../kernel/app-error.js';
import { crashPoint } from '../kernel/crash-point.js';
import { JobQueue } from '../queue/job-queue.js';
import { SessionActivation } from './activation.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';
import { replacementDelayMs } from './replacement-delay.js';
import { Sessions } from './sessions.js';

const CONCURRENCY = 4;
const GIVE_UP_AFTER_FAILURES = 3;
/** A paid session waits this long for a place, then the dollar goes back. */
const GIVE_UP_AFTER_SECONDS = 600;
const SWEEP_MS = 5_000;

/**
 * Gives a session its desktop: the first one, which activates it, and a new one when a desktop was lost. Idempotent:
 * the job may run twice, and after a crash it runs again.
 */
@Injectable()
export class ProvisioningWorker {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly desktops: Desktops,
    private readonly activation: SessionActivation,
    private readonly ending: SessionEnding,
    private readonly events: EventLog,
    private readonly queue: JobQueue,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ProvisioningWorker.name);
    queue.work('provision-desktop', ({ sessionId }) => this.provision(sessionId), {
      concurrency: CONCURRENCY,
    });
    desktops.onLost((lost) => void this.replace(lost));
  }

  /** @throws when there is no desktop yet: the queue tries again */
  async provision(sessionId: string): Promise<void> {
    const session = await this.sessions.find(sessionId);
    if (!session || session.state === 'ended') return;
    crashPoint('provisioning.job-taken');
    try {
      const { generation } = await this.desktops.provide(sessionId, session.expiresAt ?? undefined);
      crashPoint('provisioning.desktop-there');
      const first = await this.activation.activate(sessionId, generation);
      if (!first && session.state === 'active' && session.desktopState !== 'ready') {
        await this.events.write(sessionId, 'desktop.restarted', { generation });
      }
    } catch (cause) {
      const waitsForPlace = cause instanceof AppError && cause.code === 'NO_CAPACITY';
      if (!waitsForPlace && (await this.countFailure(sessionId)) >= GIVE_UP_AFTER_FAILURES) {
        this.log.error({ err: cause, sessionId }, 'desktop cannot be started');
        await this.ending.end(sessionId, 'failed_to_start');
        return;
      }
      throw cause;
    }
  }

  /** Gives up on sessions that waited too long for a place. */
  @Interval(SWEEP_MS)
  async giveUp(): Promise<void> {
    try {
      const rows = await this.dataSource.query<{ id: string }[]>(
        `SELECT id FROM sessions WHERE state = 'provisioning'
         AND created_at < clock_timestamp() - make_interval(secs => $1)`,
        [GIVE_UP_AFTER_SECONDS],
      );
      for (const { id } of rows) await this.ending.end(id, 'failed_to_start');
    } catch (err) {
      this.log.warn({ err }, 'stuck sessions not swept');
    }
  }

  private async replace({ sessionId, generation }: { sessionId: string; generation: number }): Promise<void> {
    try {
      const delayMs = replacementDelayMs(await this.desktops.lostLately(sessionId));
      await this.dataSource.transaction(async (manager) => {
        await this.events.append(manager, sessionId, 'desktop.lost', { generation });
        if (delayMs === 0) await this.queue.enqueue(manager, 'provision-desktop', { sessionId });
      });
      this.events.announce(sessionId);
      if (delayMs === 0) return;
      this.log.warn({ sessionId, generation, delayMs }, 'desktops of a session keep dying');
      this.enqueueAfter(delayMs, sessionId);
    } catch (err) {
      this.log.error({ err, sessionId, generation }, 'lost desktop not replaced');
    }
  }

  /** Should this process die meanwhile, the next one is told of the loss again. */
  private enqueueAfter(delayMs: number, sessionId: string): void {
    chainedTimeout(() => {
      this.queue
        .enqueue(this.dataSource.manager, 'provision-desktop', { sessionId })
        .catch((err: unknown) => {
          this.log.warn({ err, sessionId }, 'lost desktop not replaced yet');
          this.enqueueAfter(SWEEP_MS, sessionId);
        });
    }, delayMs);
  }

  private async countFailure(sessionId: string): Promise<number> {
    const [[row]] = await this.dataSource.query<[{ failures: number }[], number]>(
      'UPDATE sessions SET start_failures = start_failures + 1 WHERE id = $1 RETURNING start_failures AS failures',
      [sessionId],
    );
    return row?.failures ?? 0;
  }
}
