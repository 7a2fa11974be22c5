import { expect, it } from '@jest/globals';
import { PcmFrames } from './pcm-frames.js';
import { FRAME_BYTES } from './sound-frame.js';

const stream = Buffer.from(Array.from({ length: FRAME_BYTES * 3 }, (_, n) => n % 251));

it.each([1, 3, 1_919, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, stream.length])(
  'frames are the same in chunks of %i bytes',
  (size) => {
    const frames = new PcmFrames();
    const whole: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size)
      frames.push(stream.subarray(at, at + size), (frame) => whole.push(Buffer.from(frame)));
    expect(whole).toHaveLength(3);
    expect(Buffer.concat(whole).equals(stream)).toBe(true);
  },
);

it('what is less than a frame waits for the rest', () => {
  const frames = new PcmFrames();
  let count = 0;
  frames.push(stream.subarray(0, FRAME_BYTES - 1), () => (count += 1));
  expect(count).toBe(0);
  frames.push(stream.subarray(0, 1), () => (count += 1));
  expect(count).toBe(1);
});
