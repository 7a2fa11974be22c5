import { expect, it } from '@jest/globals';
import { ReadBuffer } from './read-buffer.js';

const KIB = 1024;

it('is small for whoever needs little', () => {
  const buffer = new ReadBuffer();
  expect(buffer.adapt(16 * KIB - 1)).toHaveLength(16 * KIB);
});

it('is large as soon as a read has filled it, and small again when the stream is calm', () => {
  const buffer = new ReadBuffer();
  expect(buffer.adapt(16 * KIB)).toHaveLength(256 * KIB);
  expect(buffer.adapt(100 * KIB)).toHaveLength(256 * KIB);
  expect(buffer.adapt(10)).toHaveLength(16 * KIB);
});

it('lends what another one has given back, and never the same memory twice', () => {
  const [first, second] = [new ReadBuffer(), new ReadBuffer()];
  const lent = first.adapt(16 * KIB);
  expect(second.adapt(16 * KIB)).not.toBe(lent);
  first.release();
  first.release();
  const [third, fourth] = [new ReadBuffer(), new ReadBuffer()];
  expect(third.adapt(16 * KIB)).toBe(lent);
  expect(fourth.adapt(16 * KIB)).not.toBe(lent);
});
