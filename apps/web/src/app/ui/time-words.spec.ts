import { describe, expect, it } from '@jest/globals';
import { agoWords, countdown, spanWords, tookWords } from './time-words.js';

describe('countdown', () => {
  it('never goes below zero', () => {
    expect(countdown(-5000)).toBe('0:00');
  });
  it('shows the second that has begun, so that 0:00 means over', () => {
    expect(countdown(1)).toBe('0:01');
    expect(countdown(249_000)).toBe('4:09');
  });
  it('adds hours only when there are some', () => {
    expect(countdown(86_400_000)).toBe('24:00:00');
    expect(countdown(3_599_000)).toBe('59:59');
    expect(countdown(3_600_000)).toBe('1:00:00');
  });
});

describe('spanWords', () => {
  it.each([
    [-1, '0 seconds'],
    [1000, '1 second'],
    [38_000, '38 seconds'],
    [60_000, '1 minute'],
    [86_400_000, '24 hours'],
    [83_400_000, '23 hours 10 minutes'],
  ])('says %i ms as %s', (spanMs, words) => {
    expect(spanWords(spanMs)).toBe(words);
  });
});

describe('tookWords', () => {
  it.each([
    [410, '0.4 s'],
    [12_400, '12 s'],
    [185_000, '3 min 5 s'],
  ])('says %i ms as %s', (spanMs, words) => {
    expect(tookWords(spanMs)).toBe(words);
  });
});

describe('agoWords', () => {
  it.each([
    [-2000, 'now'],
    [12_000, '12 s ago'],
    [5 * 60_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [50 * 3_600_000, '2 d ago'],
  ])('says %i ms as %s', (agoMs, words) => {
    expect(agoWords(agoMs)).toBe(words);
  });
});
