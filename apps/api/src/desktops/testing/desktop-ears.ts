import { createRequire } from 'node:module';
import path from 'node:path';
import { CHANNELS, SAMPLES_PER_SECOND } from '../drivers/process/supervisor/sound/sound-frame.js';

/** The folder of the package that encodes sound, and decodes it here. */
export const CODEC = path.dirname(createRequire(import.meta.url).resolve('opusscript/package.json'));

interface Decoder {
  decode(packet: Buffer): Buffer;
}
const Opus = createRequire(import.meta.url)(CODEC) as new (rate: number, channels: number) => Decoder;

/** Hears what is in Opus packets, as a person would: how loud it is, and how high. */
export class DesktopEars {
  private readonly decoder = new Opus(SAMPLES_PER_SECOND, CHANNELS);
  private samples: number[] = [];

  /**
   * @returns the loudest sample of the packet; 1 is as loud as can be
   * @throws Error for what is no Opus packet
   */
  hear(packet: Buffer): number {
    const pcm = this.decoder.decode(packet);
    const heard: number[] = [];
    for (let at = 0; at < pcm.length; at += CHANNELS * 2) heard.push(pcm.readInt16LE(at) / 32_768);
    this.samples.push(...heard);
    this.samples = this.samples.slice(-SAMPLES_PER_SECOND / 4);
    return Math.max(...heard.map(Math.abs));
  }

  /** Of the last quarter of a second; 1 is as loud as can be. */
  get level(): number {
    return Math.sqrt(this.samples.reduce((sum, sample) => sum + sample ** 2, 0) / (this.samples.length || 1));
  }

  /** In Hz, by how often the last quarter of a second crosses zero: right for a single tone. */
  get pitch(): number {
    const rises = this.samples.filter(
      (sample, at) => at > 0 && sample >= 0 && (this.samples[at - 1] ?? 0) < 0,
    );
    return (rises.length * SAMPLES_PER_SECOND) / (this.samples.length || 1);
  }
}
