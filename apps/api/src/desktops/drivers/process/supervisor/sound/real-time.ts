import { SAMPLES_PER_SECOND } from './sound-frame.js';

/** A reader that was held up catches up by this much at once. */
const MOST_AHEAD_MS = 500;

/**
 * Holds a stream of samples to the pace of the clock. Sound comes at its own pace; what comes faster was not played by
 * anybody, and would cost a processor for nothing.
 */
export class RealTime {
  private startedAtMs: number;

  constructor(private readonly nowMs: () => number = () => performance.now()) {
    this.startedAtMs = nowMs();
  }

  /** How long to wait, in milliseconds, once `samples` of the stream were read; 0 is not at all. */
  waitAfter(samples: number): number {
    const dueMs = (samples / SAMPLES_PER_SECOND) * 1_000;
    const elapsedMs = this.nowMs() - this.startedAtMs;
    // what was late stays late: a pause is not made up for by a flood
    if (elapsedMs - dueMs > MOST_AHEAD_MS) this.startedAtMs += elapsedMs - dueMs - MOST_AHEAD_MS;
    return Math.max(0, dueMs - elapsedMs - MOST_AHEAD_MS);
  }
}
