import { expect, it } from '@jest/globals';
import { bandwidthWords, connectionWords, millisecondWords } from './quality.js';

const line = (roundTripMs: number | undefined) => ({ roundTripMs, bytesPerSecond: 0, framesPerSecond: 0 });

it('says nothing of a line while there is no connection over it', () => {
  expect(connectionWords('reconnecting', line(5)).words).toBe('Reconnecting');
  expect(connectionWords('unstable', line(5))).toEqual({ words: 'Slow network', tone: 'warn' });
});

it.each([
  [0.4, 'Good', 'under 1 ms', 'live'],
  [79, 'Good', '79 ms', 'live'],
  [80, 'Fair', '80 ms', 'live'],
  [200, 'Slow', '200 ms', 'warn'],
])('says how a line of %s ms does', (roundTripMs, words, figure, tone) => {
  expect(connectionWords('connected', line(roundTripMs))).toEqual({ words, figure, tone });
});

it('says that it is there before anything was measured', () => {
  expect(connectionWords('connected', line(undefined))).toEqual({ words: 'Connected', tone: 'live' });
});

it('counts in thousands, as networks are sold', () => {
  expect([0, 340_400, 999_499, 1_234_567].map(bandwidthWords)).toEqual([
    '0 kB/s',
    '340 kB/s',
    '999 kB/s',
    '1.2 MB/s',
  ]);
  expect(millisecondWords(12.4)).toBe('12 ms');
});
