import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { beforeEach, describe, expect, it } from '@jest/globals';

const SOURCE = readFileSync(path.resolve('apps/web/public/sound-worklet.js'), 'utf8');
const MS = 48;
const QUANTUM = 128; // Web Audio 1.0, 1.1: a render quantum

interface Processor {
  port: { onmessage(event: { data: Float32Array[] | null }): void };
  waiting: number;
  cushion: number;
  process(inputs: [], outputs: Float32Array[][]): boolean;
}

let processor: Processor;
beforeEach(() => {
  vm.runInNewContext(SOURCE, {
    AudioWorkletProcessor: class {
      port = {};
    },
    Float32Array,
    registerProcessor: (_name: string, Registered: new () => Processor) => (processor = new Registered()),
  });
});

/** 20 ms of sound that is everywhere `value` at the left and its opposite at the right. */
function say(value: number): void {
  const samples = new Float32Array(20 * MS).fill(value);
  processor.port.onmessage({ data: [samples, samples.map((sample) => -sample)] });
}
const quiet = () => processor.port.onmessage({ data: null });

/** What is played next, left. */
function play(ms: number): number[] {
  const played: number[] = [];
  while (played.length < ms * MS) {
    const output = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];
    expect(processor.process([], [output])).toBe(true);
    played.push(...(output[0] ?? []));
    expect(output[1]).toEqual(output[0]?.map((sample) => 0 - sample));
  }
  return played;
}
const heard = (ms: number) => [...new Set(play(ms))].map((sample) => Math.round(sample * 10) / 10);

describe('what plays the sound of a desktop', () => {
  it('is silent until as much lies there as a late packet needs', () => {
    say(0.1);
    expect(heard(8)).toEqual([0]);
    say(0.2);
    expect(heard(40)).toEqual([0.1, 0.2]);
  });

  it('plays the end of a sound though nothing follows', () => {
    say(0.1);
    quiet();
    expect(heard(8)).toEqual([0.1]);
  });

  it('skips what is late for good, and holds no more of a flood', () => {
    for (let n = 1; n <= 1_000; n += 1) {
      say(n / 1_000);
      expect(processor.waiting).toBeLessThanOrEqual(180 * MS);
    }
    expect(play(1)[0]).toBeGreaterThan(0.98);
  });

  it('waits longer once the line was uneven, and shorter again after a calm while', () => {
    const atFirst = processor.cushion;
    say(0.1);
    say(0.1);
    play(60);
    const more = processor.cushion;
    expect(more).toBeGreaterThan(atFirst);
    for (let n = 0; n < 6; n += 1) say(0.1);
    for (let n = 0; n < 1_200; n += 1) {
      say(0.1);
      play(18);
    }
    expect(processor.cushion).toBeLessThan(more);
  });

  it('takes no silence that was told for an uneven line', () => {
    const atFirst = processor.cushion;
    say(0.1);
    say(0.1);
    quiet();
    play(60);
    expect(processor.cushion).toBe(atFirst);
  });
});
