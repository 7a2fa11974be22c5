import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('refuses what the budget does not cover, and takes nothing then', () => {
    const bucket = new TokenBucket(2, 1, () => 0);
    expect([bucket.take(), bucket.take(2), bucket.take(), bucket.take()]).toEqual([true, false, true, false]);
  });

  it('refills with time, never above its capacity', () => {
    let now = 0;
    const bucket = new TokenBucket(2, 1, () => now);
    bucket.take(2);
    now = 500;
    expect(bucket.take()).toBe(false);
    now = 1_000;
    expect(bucket.take()).toBe(true);
    now = 60_000;
    expect([bucket.take(2), bucket.take()]).toEqual([true, false]);
  });
});
