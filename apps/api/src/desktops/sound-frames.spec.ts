import { describe, expect, it } from '@jest/globals';
import { soundFrame } from './drivers/process/supervisor/sound/sound-frame.js';
import { SoundFrames } from './sound-frames.js';

/** Length 7, position 960, a packet of three bytes; length 4, position 1920; length 5, position 2^32 - 960, one byte. */
const STREAM = Buffer.from(
  '0007' + '000003c0' + 'fc0102' + '0004' + '00000780' + '0005' + 'fffffc40' + 'fc',
  'hex',
);
const MESSAGES = ['000003c0fc0102', '00000780', 'fffffc40fc'];

const read = (frames: SoundFrames, ...chunks: Buffer[]) =>
  chunks.flatMap((chunk) => [...frames.read(chunk)].map((message) => message.toString('hex')));

describe('what comes on a sound socket', () => {
  it('is written as it is read', () => {
    const written = [
      soundFrame(960, Buffer.from('fc0102', 'hex')),
      soundFrame(1_920),
      soundFrame(2 * 2 ** 32 - 960, Buffer.of(0xfc)),
    ];
    expect(Buffer.concat(written).equals(STREAM)).toBe(true);
  });

  it('is the same wherever it is cut', () => {
    for (let cut = 0; cut <= STREAM.length; cut += 1)
      expect(read(new SoundFrames(), STREAM.subarray(0, cut), STREAM.subarray(cut))).toEqual(MESSAGES);
    expect(read(new SoundFrames(), ...Array.from(STREAM, (byte) => Buffer.of(byte)))).toEqual(MESSAGES);
  });

  it.each([
    ['shorter than a position', '0003' + '000000'],
    ['empty', '0000'],
    ['longer than any packet', '0500' + '00'.repeat(1_280)],
    ['as long as can be said', 'ffff'],
  ])('that is %s is refused before it is kept', (_name, hex) => {
    expect(() => read(new SoundFrames(), Buffer.from(hex, 'hex'))).toThrow('a frame of');
  });

  it('holds less than a frame of a peer that never ends one', () => {
    const frames = new SoundFrames();
    const longest = Buffer.from('04ff' + '00'.repeat(1_278), 'hex');
    expect(read(frames, longest)).toEqual([]);
    expect(read(frames, Buffer.of(0))).toHaveLength(1);
  });
});
