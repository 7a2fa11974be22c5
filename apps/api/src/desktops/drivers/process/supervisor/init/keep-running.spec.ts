import { expect, it } from '@jest/globals';
import { restartDelayMs } from './keep-running.js';

it('waits longer each time something dies young, and never long', () => {
  expect([0, 1, 2, 3, 6, 7, 20].map(restartDelayMs)).toEqual([0, 100, 200, 400, 3_200, 5_000, 5_000]);
});
