export interface Hits {
  count: number;
  /** Until the count starts anew. */
  resetsInMs: number;
}

/**
 * Counts what happens in a fixed window that begins with the first hit of a key. Real ones: this process's memory, and
 * Redis for several nodes. Counts are hints that protect; they may be lost with the process or the Redis that held them.
 */
export abstract class HitCounter {
  abstract hit(key: string, windowMs: number): Promise<Hits>;
  abstract clear(key: string): Promise<void>;
}
