import { expect, it } from '@jest/globals';
import { replacementDelayMs } from './replacement-delay.js';

it.each([
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 5_000],
  [4, 10_000],
  [6, 40_000],
  [7, 60_000],
  [50, 60_000],
])('%i lost lately: the next one waits %i ms', (lost, delayMs) => {
  expect(replacementDelayMs(lost)).toBe(delayMs);
});
