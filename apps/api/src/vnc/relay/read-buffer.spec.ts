import { afterEach, expect, it } from '@jest/globals';
import { ReadBuffer } from './read-buffer.js';

const SMALL = 16 * 1024;
const LARGE = 256 * 1024;

const made: ReadBuffer[] = [];
function make(): ReadBuffer {
  const buffer = new ReadBuffer();
  made.push(buffer);
  return buffer;
}
const idle = { inUse: false };

afterEach(() => {
  for (const buffer of made.splice(0)) buffer.release(idle);
});

it('is small for whoever needs little', () => {
  expect(make().adapt(SMALL - 1)).toHaveLength(SMALL);
});

it('is large as soon as a read has filled it, and small again when the stream is calm', () => {
  const buffer = make();
  expect(buffer.adapt(SMALL)).toHaveLength(LARGE);
  expect(buffer.adapt(LARGE / 2)).toHaveLength(LARGE);
  expect(buffer.adapt(LARGE / 2 - 1)).toHaveLength(SMALL);
});

it('lends what another one has given back, and never the same memory twice', () => {
  const [first, second] = [make(), make()];
  const lent = first.adapt(SMALL);
  expect(second.adapt(SMALL)).not.toBe(lent);
  first.release(idle);
  first.release(idle);
  expect(make().adapt(SMALL)).toBe(lent);
  expect(make().adapt(SMALL)).not.toBe(lent);
});

it('never lends again what was in use at the end', () => {
  const first = make();
  const lent = first.adapt(SMALL);
  first.release({ inUse: true });
  for (let n = 0; n < 32; n += 1) expect(make().adapt(SMALL)).not.toBe(lent);
});

it('is bounded over all viewers, and what was lost to one in use can be had anew', () => {
  const all = Array.from({ length: 33 }, make);
  expect(all.map((buffer) => buffer.adapt(SMALL).length)).toEqual([...Array<number>(32).fill(LARGE), SMALL]);
  all[0]?.release({ inUse: true });
  expect(all[32]?.adapt(SMALL)).toHaveLength(LARGE);
});
