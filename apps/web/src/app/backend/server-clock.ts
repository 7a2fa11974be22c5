import { inject, Injectable, InjectionToken, type OnDestroy, signal } from '@angular/core';

/** Milliseconds on a clock that never jumps; replaced in tests. */
export const MONOTONIC = new InjectionToken<() => number>('monotonic clock', {
  factory: () => () => performance.now(),
});

/** A sample this much below the estimate means that our clock slept or the server's was set: start afresh. */
const JUMP_MS = 2000;

/**
 * The server's time, estimated from the `now` of its answers and a monotonic clock. The computer's own wall clock is
 * never asked: it may be wrong, and a countdown must not be.
 */
@Injectable({ providedIn: 'root' })
export class ServerClock implements OnDestroy {
  private readonly monotonic = inject(MONOTONIC);
  private offsetMs: number | undefined;
  private readonly second = signal<number | undefined>(undefined);
  private readonly timer = setInterval(() => this.tick(), 250);

  /** Server time in ms, changing once a second; undefined before the first answer. */
  readonly now = this.second.asReadonly();

  /** An answer travelled for a while after it was stamped, so the highest sample is the nearest to the truth. */
  sync(serverNow: string): void {
    const sample = Date.parse(serverNow) - this.monotonic();
    if (this.offsetMs === undefined || sample > this.offsetMs || sample < this.offsetMs - JUMP_MS)
      this.offsetMs = sample;
    this.tick();
  }

  ngOnDestroy(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    if (this.offsetMs === undefined) return;
    const now = this.offsetMs + this.monotonic();
    this.second.set(now - (now % 1000));
  }
}
