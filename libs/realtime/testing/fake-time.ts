import type { Time } from '../time.js';

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** Lets every promise that can settle do so, without any time passing. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that a test moves. Timers fire in the order in which they are due. */
export class FakeTime implements Time {
  private wallMs = Date.parse('2026-11-23T12:00:00.000Z');
  private nowMs = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.wallMs + this.nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueAt: this.nowMs + delayMs, run };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  get timersLeft(): number {
    return this.timers.size;
  }

  async advance(ms: number): Promise<void> {
    await settle();
    const until = this.nowMs + ms;
    for (let timer = this.next(until); timer; timer = this.next(until)) {
      this.nowMs = Math.max(this.nowMs, timer.dueAt);
      this.timers.delete(timer);
      timer.run();
      await settle();
    }
    this.nowMs = until;
  }

  /** The machine sleeps, or the tab is throttled: the clock moves and no timer fires. They are late afterwards. */
  sleep(ms: number): void {
    this.nowMs += ms;
  }

  /** Somebody sets the wall clock; timers do not care. */
  setClock(byMs: number): void {
    this.wallMs += byMs;
  }

  private next(until: number): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.dueAt <= until && (!earliest || timer.dueAt < earliest.dueAt)) earliest = timer;
    }
    return earliest;
  }
}
