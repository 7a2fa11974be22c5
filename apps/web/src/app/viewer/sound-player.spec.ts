import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SoundPlayer } from './sound-player.js';
import { FakeAudio } from './testing/fake-audio.js';

let audio: FakeAudio;
let uninstall: () => void;
let player: SoundPlayer;
let audible: boolean;
let broken: number;

async function begin(): Promise<void> {
  player = new SoundPlayer({ onAudible: (now) => (audible = now), onBroken: () => (broken += 1) });
  await player.prepare();
}
beforeEach(() => {
  jest.useFakeTimers();
  audio = new FakeAudio();
  uninstall = audio.install();
  audible = false;
  broken = 0;
});
afterEach(() => {
  player.close();
  uninstall();
  jest.useRealTimers();
});

const message = (bytes: number) => new ArrayBuffer(bytes);

describe('the player of a sound socket', () => {
  it('plays packets, and passes on that nothing follows', async () => {
    await begin();
    player.play(message(164));
    player.play(message(4));
    jest.advanceTimersByTime(20);
    expect(audio.played).toEqual([[expect.any(Float32Array), expect.any(Float32Array)], null]);
    expect(audible).toBe(true);
  });

  it.each([0, 3, 1_280, 100_000])('ignores a message of %i bytes', async (bytes) => {
    await begin();
    player.play(message(bytes));
    expect(audio.played).toEqual([]);
  });

  it('begins anew after a packet that is none, and gives up after five', async () => {
    await begin();
    audio.isSound = false;
    for (let n = 0; n < 4; n += 1) player.play(message(164));
    expect(broken).toBe(0);
    audio.isSound = true;
    player.play(message(164));
    expect(audio.played).toHaveLength(1);
    audio.isSound = false;
    for (let n = 0; n < 100; n += 1) player.play(message(164));
    expect(broken).toBe(1);
    expect(audio.decoders).toBe(5);
  });

  it('gives a decoder that does not get on no more to do', async () => {
    await begin();
    audio.isSlow = true;
    for (let n = 0; n < 1_000; n += 1) player.play(message(164));
    expect(audio.decodeAll()).toBe(51);
  });

  it('does not say that nothing follows before it has said what came', async () => {
    await begin();
    audio.isSlow = true;
    player.play(message(164));
    player.play(message(4));
    jest.advanceTimersByTime(10);
    audio.decodeAll();
    jest.advanceTimersByTime(20);
    expect(audio.played).toEqual([[expect.any(Float32Array), expect.any(Float32Array)], null]);
  });

  it('keeps nothing while the browser lets nothing be heard, and is heard from the first click on', async () => {
    audio.isAllowed = false;
    await begin();
    player.play(message(164));
    expect(audible).toBe(false);
    expect(audio.played).toEqual([]);
    audio.isAllowed = true;
    window.dispatchEvent(new Event('pointerdown'));
    expect(audible).toBe(true);
    player.play(message(164));
    expect(audio.played).toHaveLength(1);
  });
});
