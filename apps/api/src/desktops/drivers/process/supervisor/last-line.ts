const LONGEST_TIMER_MS = 2 ** 31 - 1; // setTimeout fires at once beyond this
const GRACE_MS = 3_000;
const ABANDONED_AFTER_MS = 15 * 60_000;

/**
 * The end of a desktop when everything else of ours is dead: a given desktop ends shortly after its session's
 * deadline, a warm one when no api was connected for a quarter of an hour. Runs on the monotonic clock.
 */
export class LastLine {
  private timer: NodeJS.Timeout | undefined;
  private given = false;

  constructor(private readonly end: (reason: string) => void) {}

  /** The session's own ending comes first: this one waits a little longer. */
  setDeadline(remainingMs: number): void {
    this.given = true;
    this.arm(performance.now() + remainingMs + GRACE_MS, 'deadline');
  }

  /** Whether an api is connected to this desktop now. */
  setWatched(watched: boolean): void {
    if (this.given) return;
    if (watched) clearTimeout(this.timer);
    else this.arm(performance.now() + ABANDONED_AFTER_MS, 'abandoned');
  }

  private arm(atMs: number, reason: string): void {
    clearTimeout(this.timer);
    const leftMs = Math.max(atMs - performance.now(), 0);
    this.timer =
      leftMs > LONGEST_TIMER_MS
        ? setTimeout(() => this.arm(atMs, reason), LONGEST_TIMER_MS)
        : setTimeout(() => this.end(reason), leftMs);
  }
}
