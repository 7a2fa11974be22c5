import { expect, it } from '@jest/globals';
import { egressWords } from './egress-words.js';

it.each([
  [
    { bytesDown: 2_100_000_000, bytesUp: 40_000_000, connections: 312, denied: 3 },
    '2.1 GB down, 40 MB up, 312 connections, 3 refused',
  ],
  [
    { bytesDown: 0, bytesUp: 0, connections: 0, denied: 12_000 },
    '0 bytes down, 0 bytes up, 0 connections, 12,000 refused',
  ],
  [{ bytesDown: 5, bytesUp: 1, connections: 1, denied: 0 }, '5 bytes down, 1 byte up, 1 connection'],
  [null, 'Nothing counted'],
])('%j is told as %s', (egress, words) => {
  expect(egressWords(egress)).toBe(words);
});
