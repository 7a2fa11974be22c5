import { chainedTimeout, type Cancellable } from '../../kernel/chained-timeout.js';

/** Timers may fire up to a millisecond early: look again this much later. */
const RECHECK_MS = 2;

/**
 * The moment from which on nothing passes. `isPast` is asked for every chunk and is what counts; the timer only makes
 * sure that somebody who sends nothing is told too. `onPast` is called at most once.
 */
export class DeadlineWatch {
  private deadlineMs = Infinity;
  private timer: Cancellable | undefined;
  private told = false;

  constructor(
    private readonly nowMs: () => number,
    private readonly onPast: () => void,
  ) {}

  set(deadlineMs: number): void {
    if (this.told) return;
    this.cancel();
    this.deadlineMs = deadlineMs;
    if (deadlineMs !== Infinity) this.arm(deadlineMs - this.nowMs());
  }

  isPast(): boolean {
    if (this.nowMs() < this.deadlineMs) return false;
    this.tell();
    return true;
  }

  cancel(): void {
    this.timer?.cancel();
  }

  private arm(delayMs: number): void {
    this.timer = chainedTimeout(() => {
      if (!this.isPast()) this.arm(RECHECK_MS);
    }, delayMs);
  }

  private tell(): void {
    if (this.told) return;
    this.told = true;
    this.cancel();
    this.onPast();
  }
}
