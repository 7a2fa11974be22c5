import { describe, expect, it } from '@jest/globals';
import { judgeSeq } from './log-position.js';

describe('judgeSeq', () => {
  it.each([
    [0, 1, 'next'],
    [0, 2, 'gap'],
    [4, 3, 'seen'],
    [4, 4, 'seen'],
    [4, 5, 'next'],
    [4, 6, 'gap'],
  ] as const)('standing at %i, %i is %s', (at, seq, verdict) => {
    expect(judgeSeq(at, seq)).toBe(verdict);
  });
});
