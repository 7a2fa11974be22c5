import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BACK_OFF_LONGEST_MS, backOff } from './back-off.js';

const almostOne = () => 1 - Number.EPSILON;

describe('backOff', () => {
  it('doubles its ceiling from half a second to thirty', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 7].map((failures) => backOff(failures, almostOne) + 1);
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('has full jitter: the whole range down to nothing', () => {
    expect(backOff(6, () => 0)).toBe(0);
    expect(backOff(6, () => 0.5)).toBe(15_000);
  });

  it('is a whole number of milliseconds below its longest, however long the network is gone', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, luck) => {
          const delayMs = backOff(failures, () => luck);
          expect(Number.isInteger(delayMs) && delayMs >= 0 && delayMs < BACK_OFF_LONGEST_MS).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});
