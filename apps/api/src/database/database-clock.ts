import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { Clock } from '../kernel/clock.js';

const SAMPLE_EVERY_MS = 5_000;

/**
 * The database's clock, read between queries: an offset to the monotonic clock, sampled every 5 s and taken from the
 * middle of the round trip. The node's own wall clock is never used, so it may be wrong or jump.
 */
@Injectable()
export class DatabaseClock extends Clock implements OnModuleDestroy {
  private offsetMs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly log: PinoLogger,
  ) {
    super();
    log.setContext(DatabaseClock.name);
  }

  /** The first sample must succeed: without it no time is known. */
  async start(): Promise<void> {
    await this.sample();
    this.timer = setInterval(() => {
      this.sample().catch((err: unknown) => this.log.warn({ err }, 'clock not sampled'));
    }, SAMPLE_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  now(): Date {
    return new Date(this.monotonicMs() + this.offsetMs);
  }

  monotonicMs(): number {
    return performance.now();
  }

  private async sample(): Promise<void> {
    const before = this.monotonicMs();
    const [row] = await this.dataSource.query<{ ms: string }[]>(
      'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms',
    );
    const after = this.monotonicMs();
    if (row) this.offsetMs = Number(row.ms) - (before + after) / 2;
  }
}
