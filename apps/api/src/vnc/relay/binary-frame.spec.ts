import { expect, it } from '@jest/globals';
import { hex, joined } from '../../../../../libs/rfb/testing/hex.js';
import { frameInPlace, HEAD_ROOM } from './binary-frame.js';

it.each([
  [1, '82 01              # final, binary; one byte'],
  [125, '82 7d'],
  [126, '82 7e 007e        # 126: two bytes of length follow'],
  [65_535, '82 7e ffff'],
  [65_536, '82 7f 0000000000010000  # 127: eight bytes of length follow'],
])('a frame of %d bytes has its head directly in front of them', (length, head) => {
  const memory = Buffer.alloc(HEAD_ROOM + 65_536, 0x5a);
  const payload = new Uint8Array(length).fill(0x5a);
  expect(frameInPlace(memory, length).equals(joined(hex(head), payload))).toBe(true);
});

it('copies nothing: the frame lies in the memory it was read into', () => {
  const memory = Buffer.alloc(HEAD_ROOM + 4);
  const frame = frameInPlace(memory, 4);
  memory[HEAD_ROOM] = 0x77;
  expect(frame).toEqual(Buffer.from(hex('82 04 77000000')));
});
