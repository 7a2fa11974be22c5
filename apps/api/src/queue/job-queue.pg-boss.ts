import {
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { PgBoss, type Job, type JobResult } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { JobQueue, type JobName, type Jobs, type QueueDepth } from './job-queue.js';

const QUEUES: Record<
  JobName,
  { retryLimit: number; retryDelay: number; retryDelayMax: number; expireInSeconds: number }
> = {
  'provision-desktop': { retryLimit: 3, retryDelay: 1, retryDelayMax: 10, expireInSeconds: 120 },
  'process-stripe-event': { retryLimit: 20, retryDelay: 1, retryDelayMax: 300, expireInSeconds: 60 },
  'refund-order': { retryLimit: 50, retryDelay: 2, retryDelayMax: 600, expireInSeconds: 60 },
};

/** A worker says this often that it is alive (pg-boss takes no less); the jobs of one that was killed are tried again. */
const HEARTBEAT_SECONDS = 10;
/** How often somebody looks for such jobs: pg-boss would once a minute. */
const SUPERVISE_SECONDS = 2;
/** NOTIFY wakes a worker in milliseconds; polling only catches what a lost NOTIFY missed. */
const FALLBACK_POLL_SECONDS = 1;
const STOP_GRACE_MS = 5_000;

interface Registration {
  name: JobName;
  concurrency: number;
  batch: number;
  handler: (data: never, signal: AbortSignal) => Promise<void>;
}

/** The queue on pg-boss: jobs are rows, enqueued inside the transaction that wants them. */
@Injectable()
export class PgBossJobQueue
  extends JobQueue
  implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy
{
  private readonly boss: PgBoss;
  private readonly registrations: Registration[] = [];

  constructor(
    private readonly config: AppConfig,
    private readonly log: PinoLogger,
  ) {
    super();
    log.setContext(PgBossJobQueue.name);
    this.boss = new PgBoss({
      connectionString: config.database.url ?? '',
      application_name: 'onedollaragent-queue',
      max: 4,
      useListenNotify: true,
      registerInstance: false, // nobody reads it, and its vitals wake the event loop 50 times a second
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
    });
    this.boss.on('error', (err) => this.log.error({ err }, 'queue failed'));
  }

  async onModuleInit(): Promise<void> {
    await this.boss.start();
    for (const [name, options] of Object.entries(QUEUES)) {
      const settings = { ...options, heartbeatSeconds: HEARTBEAT_SECONDS, retryBackoff: true, notify: true };
      await this.boss.createQueue(name, settings);
      await this.boss.updateQueue(name, settings); // one that an earlier release made keeps its own otherwise
    }
  }

  /** Workers start last: every feature has registered its handlers by now. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.server.role === 'api') return;
    for (const registration of this.registrations) {
      for (let n = 0; n < registration.concurrency; n += registration.batch)
        await this.startWorker(registration);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: STOP_GRACE_MS });
  }

  async enqueue<Name extends JobName>(manager: EntityManager, name: Name, data: Jobs[Name]): Promise<void> {
    const db = {
      executeSql: async (text: string, values?: unknown[]) => ({ rows: await manager.query(text, values) }),
    };
    await this.boss.send(name, data, { db });
  }

  work<Name extends JobName>(
    name: Name,
    handler: (data: Jobs[Name], signal: AbortSignal) => Promise<void>,
    { concurrency = 1, batch = 1 }: { concurrency?: number; batch?: number } = {},
  ): void {
    this.registrations.push({ name, concurrency, batch, handler });
  }

  async depth(): Promise<QueueDepth> {
    const queues = await this.boss.getQueues(Object.keys(QUEUES));
    return {
      waiting: queues.reduce((sum, queue) => sum + queue.queuedCount, 0),
      oldestRunnableSeconds: await this.oldestRunnableSeconds(),
    };
  }

  private async oldestRunnableSeconds(): Promise<number> {
    const { rows } = await this.boss.getDb().executeSql(
      `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(start_after)), 0)::float8 AS seconds
       FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= clock_timestamp()`,
    );
    return Number((rows[0] as { seconds: number } | undefined)?.seconds ?? 0);
  }

  /** pg-boss waits for its next poll after each batch: one that was full is asked for more at once. */
  private async startWorker({ name, batch, handler }: Registration): Promise<void> {
    const options = {
      batchSize: batch,
      perJobResults: true,
      pollingIntervalSeconds: FALLBACK_POLL_SECONDS,
      // 30 s by itself while NOTIFY works: but nothing notifies when a retry falls due
      notifyPollingIntervalSeconds: FALLBACK_POLL_SECONDS,
    } as const;
    const worker = await this.boss.work(name, options, async (jobs: Job[]) => {
      const results = await Promise.all(jobs.map((job) => this.run(name, job, handler)));
      if (jobs.length === batch) this.boss.notifyWorker(worker);
      return results;
    });
  }

  private async run(name: JobName, job: Job, handler: Registration['handler']): Promise<JobResult> {
    const startedMs = performance.now();
    try {
      await handler(job.data as never, job.signal);
      const tookMs = Math.round(performance.now() - startedMs);
      this.log.info({ job: name, jobId: job.id, tookMs }, 'job done');
      return { id: job.id, status: 'completed' };
    } catch (err) {
      this.log.warn({ err, job: name, jobId: job.id }, 'job failed, will be tried again');
      return { id: job.id, status: 'failed', output: { message: String(err) } };
    }
  }
}
