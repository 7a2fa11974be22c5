import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { HitCounter } from './hit-counter.js';

type Verdict = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** @nestjs/throttler on our hit counter: a caller above its limit waits for the end of the window. */
@Injectable()
export class CountingThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly counter: HitCounter) {}

  async increment(key: string, ttlMs: number, limit: number): Promise<Verdict> {
    const { count, resetsInMs } = await this.counter.hit(`rate:${key}`, ttlMs);
    const seconds = Math.max(1, Math.ceil(resetsInMs / 1_000));
    return { totalHits: count, timeToExpire: seconds, isBlocked: count > limit, timeToBlockExpire: seconds };
  }
}
