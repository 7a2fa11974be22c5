import { describe, expect, it } from '@jest/globals';
import { MemoryHitCounter } from './hit-counter.memory.js';

describe('MemoryHitCounter', () => {
  it('counts a key apart from others until its window ends, then anew', async () => {
    let now = 0;
    const counter = new MemoryHitCounter(() => now);
    expect(await counter.hit('a', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
    now = 400;
    expect(await counter.hit('a', 1_000)).toEqual({ count: 2, resetsInMs: 600 });
    expect(await counter.hit('b', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
    now = 1_000;
    expect(await counter.hit('a', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
  });

  it('forgets a key that is cleared', async () => {
    const counter = new MemoryHitCounter();
    await counter.hit('a', 1_000);
    await counter.clear('a');
    expect((await counter.hit('a', 1_000)).count).toBe(1);
  });

  it('keeps bounded memory under a flood of keys, and forgets the oldest first', async () => {
    const counter = new MemoryHitCounter(() => 0);
    for (let n = 0; n < 100_000; n += 1) await counter.hit(`key ${n}`, 1_000);
    await counter.hit('one more', 1_000);
    expect((await counter.hit('key 99999', 1_000)).count).toBe(2);
    expect((await counter.hit('key 0', 1_000)).count).toBe(1);
  });
});
