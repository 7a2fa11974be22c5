import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { Counter, Gauge } from 'prom-client';

const LOOK_EVERY_MS = 250;
/** Timers this late mean that nothing else ran either: no byte was relayed, no socket closed. */
export const STALLED_FROM_MS = 1_000;

const stalls = new Counter({
  name: 'eventloop_stalls_total',
  help: 'Times this process did nothing for a second or longer',
});
const longestStall = new Gauge({
  name: 'eventloop_longest_stall_seconds',
  help: 'The longest time for which this process did nothing since it started',
});

/**
 * Raises the alarm when this process stood still: something blocked its event loop, or the machine gave it no time. What
 * was due meanwhile is late by as much, and by no more.
 */
@Injectable()
export class EventLoopWatch {
  private lookedAtMs = performance.now();
  private longestMs = 0;

  constructor(private readonly log: PinoLogger) {
    log.setContext(EventLoopWatch.name);
  }

  @Interval(LOOK_EVERY_MS)
  look(nowMs = performance.now()): void {
    const stalledMs = Math.round(nowMs - this.lookedAtMs - LOOK_EVERY_MS);
    this.lookedAtMs = nowMs;
    if (stalledMs < STALLED_FROM_MS) return;
    stalls.inc();
    this.longestMs = Math.max(this.longestMs, stalledMs);
    longestStall.set(this.longestMs / 1_000);
    this.log.error({ stalledMs }, 'event loop stalled');
  }
}
