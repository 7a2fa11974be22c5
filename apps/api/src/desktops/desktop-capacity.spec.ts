import { expect, it } from '@jest/globals';
import { desktopsThatFit } from './desktop-capacity.js';

const GIB = 1024 ** 3;

it.each([
  [0, 0, 1],
  [0.4, 0, 1],
  [1, 0, 1],
  [2, 0, 3],
  [4, 0, 7],
  [0.1, 5, 5],
  [2, 5, 8],
])('%s GiB free and %i running: %i fit', (free, running, max) => {
  expect(desktopsThatFit(free * GIB, running)).toBe(max);
});
