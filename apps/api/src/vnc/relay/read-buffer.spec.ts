import { afterEach, expect, it } from '@jest/globals';
import { HEAD_ROOM } from './binary-frame.js';
import { ReadBuffer } from './read-buffer.js';

const SMALL = 16 * 1024;
const LARGE = 256 * 1024;

const made: ReadBuffer[] = [];
function make(): ReadBuffer {
  const buffer = new ReadBuffer();
  made.push(buffer);
  return buffer;
}
const sizeAfter = (buffer: ReadBuffer, filled: number) => buffer.adapt(filled).area.length;
const idle = { inUse: false };

afterEach(() => {
  for (const buffer of made.splice(0)) buffer.release(idle);
});

it('is small for whoever needs little', () => {
  expect(sizeAfter(make(), SMALL - 1)).toBe(SMALL);
});

it('is large as soon as a read has filled it, and small again when what comes fits into the small one', () => {
  const buffer = make();
  expect(sizeAfter(buffer, SMALL)).toBe(LARGE);
  expect(sizeAfter(buffer, SMALL)).toBe(LARGE);
  expect(sizeAfter(buffer, SMALL - 1)).toBe(SMALL);
});

it('has room for the head of a frame directly in front of what is read', () => {
  const { memory, area } = make().adapt(SMALL);
  memory.fill(0x11);
  area.fill(0x22);
  expect(memory.indexOf(0x22)).toBe(HEAD_ROOM);
  expect(memory.length).toBe(HEAD_ROOM + area.length);
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
  expect(all.map((buffer) => sizeAfter(buffer, SMALL))).toEqual([...Array<number>(32).fill(LARGE), SMALL]);
  all[0]?.release({ inUse: true });
  expect(all.slice(32).map((buffer) => sizeAfter(buffer, SMALL))).toEqual([LARGE]);
});
