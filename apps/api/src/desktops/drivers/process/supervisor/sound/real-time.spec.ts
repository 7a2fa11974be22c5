import { beforeEach, describe, expect, it } from '@jest/globals';
import { RealTime } from './real-time.js';

let nowMs: number;
let pace: RealTime;
beforeEach(() => {
  nowMs = 1_000;
  pace = new RealTime(() => nowMs);
});

const samplesOf = (ms: number) => ms * 48;

describe('a stream of samples', () => {
  it('at the pace of the clock never waits', () => {
    for (let ms = 20; ms < 60_000; ms += 20) {
      nowMs += 20;
      expect(pace.waitAfter(samplesOf(ms))).toBe(0);
    }
  });

  it('that floods is half a second ahead at most', () => {
    expect(pace.waitAfter(samplesOf(500))).toBe(0);
    expect(pace.waitAfter(samplesOf(2_000))).toBe(1_500);
    nowMs += 1_500;
    expect(pace.waitAfter(samplesOf(2_000))).toBe(0);
  });

  it('that paused for a minute may not make it up', () => {
    nowMs += 60_000;
    expect(pace.waitAfter(samplesOf(20))).toBe(0);
    expect(pace.waitAfter(samplesOf(10_020))).toBe(9_000);
  });
});
