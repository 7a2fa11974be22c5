import { describe, expect, it } from '@jest/globals';
import { durationOf, playTimes, recordedAt, segmentAt } from './play-time.js';

const segment = (n: number, startedAt: string, endedAt: string) => ({
  n,
  startedAt: `2026-11-23T${startedAt}.000Z`,
  endedAt: `2026-11-23T${endedAt}.000Z`,
  bytes: 1,
  isOpen: false,
});
// ten seconds, half a minute in which nothing was recorded, five seconds
const times = playTimes([segment(1, '14:00:00', '14:00:10'), segment(4, '14:00:40', '14:00:45')]);

describe('the time of a recording', () => {
  it('leaves out what was not recorded', () => {
    expect(durationOf(times)).toBe(15_000);
    expect(times.map(({ n, beginMs, endMs }) => [n, beginMs, endMs])).toEqual([
      [1, 0, 10_000],
      [4, 10_000, 15_000],
    ]);
  });

  it.each([
    [-1, 1],
    [0, 1],
    [9_999, 1],
    [10_000, 4],
    [15_000, 4],
    [99_999, 4],
  ])('shows at %d ms segment %d', (positionMs, n) => {
    expect(segmentAt(times, positionMs)?.n).toBe(n);
  });

  it('knows when each moment was', () => {
    expect(recordedAt(times, 3_000)?.toISOString()).toBe('2026-11-23T14:00:03.000Z');
    expect(recordedAt(times, 12_000)?.toISOString()).toBe('2026-11-23T14:00:42.000Z');
  });

  it('is nothing where nothing was recorded, and never runs backwards', () => {
    expect(durationOf(playTimes([]))).toBe(0);
    expect(segmentAt([], 5)).toBeUndefined();
    expect(recordedAt([], 5)).toBeUndefined();
    expect(durationOf(playTimes([segment(1, '14:00:10', '14:00:00')]))).toBe(0);
  });
});
