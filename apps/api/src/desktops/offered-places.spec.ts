import { expect, it } from '@jest/globals';
import { offeredPlaces } from './offered-places.js';

const GIB = 1024 ** 3;
const well = { max: 10, inUse: 3, warm: 1, availableBytes: 16 * GIB, failure: null };

it.each([
  ['all there are', {}, { max: 10 }],
  ['what fits now, warm ones too, and calls that no shortage', { availableBytes: 1 * GIB }, { max: 5 }],
  ['15 GiB worth of places on a host of 24', { max: 53, availableBytes: 15 * GIB }, { max: 36 }],
  ['the warm one alone when memory is out', { availableBytes: 0 }, { max: 4, limitedBy: 'memory' }],
  ['none when memory is out', { availableBytes: 0, warm: 0 }, { max: 3, limitedBy: 'memory' }],
  [
    'none when desktops do not start, and says why',
    { failure: 'no display', warm: 0 },
    { max: 3, limitedBy: 'failing_starts', failure: 'no display' },
  ],
  ['what is warm although others do not start', { failure: 'no display' }, { max: 10 }],
  ['what was configured, whatever memory says', { availableBytes: null }, { max: 10 }],
])('offers %s', (_, change, places) => {
  expect(offeredPlaces({ ...well, ...change })).toEqual(places);
});
