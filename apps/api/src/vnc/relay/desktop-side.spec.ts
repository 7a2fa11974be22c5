import { expect, it } from '@jest/globals';
import { DesktopSide } from './desktop-side.js';

const KIB = 1024;

/** Plays Node's part of reading a socket into memory of its user: asks for memory, fills it, tells, asks again. */
function reading(side: DesktopSide): { current: Uint8Array; read: (length: number) => boolean } {
  const { buffer, callback } = side.onRead;
  if (typeof buffer !== 'function') throw new Error('one buffer for ever');
  const reader = {
    current: buffer(),
    read: (length: number) => {
      const goOn = callback(length, reader.current);
      reader.current = buffer();
      return goOn;
    },
  };
  return reader;
}

it('leaves alone what is still being written, and reads no further meanwhile', () => {
  const side = new DesktopSide({ onDrained: () => {}, onGone: () => {} });
  const reader = reading(side);
  let flushed = true;
  side.flow(() => flushed);
  expect(reader.read(16 * KIB)).toBe(true);
  const large = reader.current;
  expect(large).toHaveLength(256 * KIB);

  flushed = false;
  expect(reader.read(10)).toBe(false);
  expect(reader.current).toBe(large);
  side.resume();
  flushed = true;
  expect(reader.read(10)).toBe(true);
  expect(reader.current).toHaveLength(16 * KIB);
});
