import { expect, it } from '@jest/globals';
import { Silence } from './silence.js';
import { FRAME_BYTES } from './sound-frame.js';

const NOTHING = Buffer.alloc(FRAME_BYTES);
const FAINTEST = Buffer.alloc(FRAME_BYTES);
FAINTEST[FRAME_BYTES - 1] = 1;

it('is not encoded, and said at once and twice a second', () => {
  const silence = new Silence();
  const said = Array.from({ length: 100 }, () => silence.judge(NOTHING));
  expect(said.flatMap((verdict, n) => (verdict === 'say' ? [n] : []))).toEqual([0, 25, 50, 75]);
  expect(said).not.toContain('sound');
});

it('ends with the faintest sound, and begins 200 ms after the last', () => {
  const silence = new Silence();
  silence.judge(NOTHING);
  expect(silence.judge(FAINTEST)).toBe('sound');
  for (let n = 0; n < 10; n += 1) expect(silence.judge(NOTHING)).toBe('sound');
  expect(silence.judge(NOTHING)).toBe('say');
  expect(silence.judge(NOTHING)).toBe('skip');
});
