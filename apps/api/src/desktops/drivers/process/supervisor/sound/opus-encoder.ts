import { createRequire } from 'node:module';
import { CHANNELS, FRAME_SAMPLES, SAMPLES_PER_SECOND } from './sound-frame.js';

const BITS_PER_SECOND = 64_000;
/** opus_defines.h. Of ten; from 5 on music gains little and the processor pays. */
const SET_COMPLEXITY = 4010;
const COMPLEXITY = 5;

/** libopus as the package `opusscript` has it, as much of it as is used. */
interface Codec {
  new (samplesPerSecond: number, channels: number, application: number): CodecInstance;
  Application: { RESTRICTED_LOWDELAY: number };
}

interface CodecInstance {
  encode(pcm: Buffer, samples: number): Buffer;
  encoderCTL(request: number, value: number): void;
  setBitrate(bitsPerSecond: number): void;
}

/**
 * Makes Opus packets of frames of 20 ms. The package is loaded from `folder`: a supervisor runs where none is installed.
 * Low delay: 2.5 ms of look-ahead, and music as good as speech.
 */
export function opusEncoder(folder: string): (frame: Buffer) => Buffer {
  const Opus = createRequire(import.meta.url)(folder) as Codec;
  const codec = new Opus(SAMPLES_PER_SECOND, CHANNELS, Opus.Application.RESTRICTED_LOWDELAY);
  codec.setBitrate(BITS_PER_SECOND);
  codec.encoderCTL(SET_COMPLEXITY, COMPLEXITY);
  return (frame) => codec.encode(frame, FRAME_SAMPLES);
}
