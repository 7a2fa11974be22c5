import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { byRole, settled, wordsIn } from '../../testing/screen.js';
import { Playback } from './playback.js';
import { PlayerControls } from './player-controls.js';

const DURATION_MS = 10_240;
const positionMs = signal(0);
const playback = {
  positionMs,
  durationMs: signal(DURATION_MS),
  isPlaying: signal(false),
  recordedAt: signal(undefined),
  speed: signal(1),
  seek: (ms: number) => positionMs.set(Math.min(ms, DURATION_MS)),
};
const scrubber = () => byRole<HTMLInputElement>('textbox', 'Position');

beforeEach(async () => {
  positionMs.set(0);
  TestBed.configureTestingModule({ providers: [{ provide: Playback, useValue: playback }] });
  TestBed.createComponent(PlayerControls);
  await settled();
});

describe('where a recording is', () => {
  it('is told in whole seconds that have passed', async () => {
    positionMs.set(9_900);
    await settled();
    expect([scrubber().value, scrubber().max]).toEqual(['9', '11']);
    expect(wordsIn()).toContain('0:09 / 0:11');
  });

  it('is the end when it is, though the last second is only a part of one', async () => {
    scrubber().value = scrubber().max;
    scrubber().dispatchEvent(new Event('input'));
    await settled();
    expect(positionMs()).toBe(DURATION_MS);
    expect([scrubber().value, scrubber().style.getPropertyValue('--played')]).toEqual(['11', '100%']);
    expect(wordsIn()).toContain('0:11 / 0:11');
  });
});
