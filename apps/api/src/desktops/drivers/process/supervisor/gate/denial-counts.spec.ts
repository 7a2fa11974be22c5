import { expect, it } from '@jest/globals';
import { DenialCounts } from './denial-counts.js';

it('sums up by host, port and reason, and starts anew once taken', () => {
  const counts = new DenialCounts();
  counts.add('a.example', 80, 'private');
  counts.add('a.example', 80, 'private');
  counts.add('a.example', 443, 'private');
  expect(counts.take()).toEqual([
    { host: 'a.example', port: 80, reason: 'private', count: 2 },
    { host: 'a.example', port: 443, reason: 'private', count: 1 },
  ]);
  expect(counts.isEmpty).toBe(true);
  expect(counts.take()).toEqual([]);
});

it('stays small however many names a page asks for', () => {
  const counts = new DenialCounts();
  for (let n = 0; n < 10_000; n += 1) counts.add(`${n}.example`, 80, 'private');
  const taken = counts.take();
  expect(taken).toHaveLength(51);
  expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
});
