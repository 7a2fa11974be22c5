import { HitCounter, type Hits } from './hit-counter.js';

interface Window {
  count: number;
  endsAtMs: number;
}

const SWEEP_EVERY_MS = 60_000;
/** About 20 MB. Above it the oldest windows are forgotten: a flood of sources costs bounded memory. */
const MAX_KEYS = 100_000;

/** Hits of this process alone. */
export class MemoryHitCounter extends HitCounter {
  private readonly windows = new Map<string, Window>();
  private sweptAtMs: number;

  constructor(private readonly nowMs: () => number = () => performance.now()) {
    super();
    this.sweptAtMs = nowMs();
  }

  hit(key: string, windowMs: number): Promise<Hits> {
    const now = this.nowMs();
    this.sweep(now);
    const window = this.live(key, now) ?? { count: 0, endsAtMs: now + windowMs };
    window.count += 1;
    this.windows.set(key, window);
    return Promise.resolve({ count: window.count, resetsInMs: window.endsAtMs - now });
  }

  clear(key: string): Promise<void> {
    this.windows.delete(key);
    return Promise.resolve();
  }

  private live(key: string, now: number): Window | undefined {
    const window = this.windows.get(key);
    if (window && window.endsAtMs > now) return window;
    this.windows.delete(key);
    return undefined;
  }

  private sweep(now: number): void {
    if (now - this.sweptAtMs >= SWEEP_EVERY_MS) {
      this.sweptAtMs = now;
      for (const [key, { endsAtMs }] of this.windows) if (endsAtMs <= now) this.windows.delete(key);
    }
    for (const key of this.windows.keys()) {
      if (this.windows.size < MAX_KEYS) break;
      this.windows.delete(key);
    }
  }
}
