import { expect, it } from '@jest/globals';
import { desktopsThatFit, placesOfHost } from './desktop-capacity.js';

const GIB = 1024 ** 3;

it.each([
  [0, 0],
  [0.4, 0],
  [1, 1],
  [2, 3],
  [15, 32],
  [24, 53],
])('%s GiB: %i fit', (free, fit) => {
  expect(desktopsThatFit(free * GIB)).toBe(fit);
});

it('gives every host one place', () => {
  expect(placesOfHost(0.25 * GIB)).toBe(1);
  expect(placesOfHost(24 * GIB)).toBe(53);
});
