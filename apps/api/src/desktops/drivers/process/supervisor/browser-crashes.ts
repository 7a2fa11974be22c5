const TELL_EVERY_MS = 60_000;

/** Crashes of the browser that nobody was told of yet. A customer can make it crash for a whole day: told by the minute. */
export class BrowserCrashes {
  private untold = 0;
  private toldAtMs = -Infinity;

  add(): void {
    this.untold += 1;
  }

  /** How many there were since this was asked last; 0 also when that is less than a minute ago. */
  take(nowMs: number): number {
    if (this.untold === 0 || nowMs - this.toldAtMs < TELL_EVERY_MS) return 0;
    const times = this.untold;
    this.untold = 0;
    this.toldAtMs = nowMs;
    return times;
  }
}
