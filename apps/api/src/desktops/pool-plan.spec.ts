import { describe, expect, it } from '@jest/globals';
import { nextPoolStep, poolTarget } from './pool-plan.js';

const GIB = 1024 ** 3;
const situation = { size: 2, fresh: 0, aged: 0, starting: 0, availableBytes: 8 * GIB };

describe('the next step of the warm pool', () => {
  it.each([
    ['starts one when it is short', {}, 'start'],
    ['rests when it has enough', { fresh: 2 }, 'rest'],
    ['counts what is on its way', { fresh: 1, starting: 1 }, 'rest'],
    ['replaces an aged one before it lets go of it', { fresh: 1, aged: 1 }, 'start'],
    ['lets go of an aged one once it is replaced', { fresh: 2, aged: 1 }, 'retire'],
    ['lets go of what is too many', { fresh: 3 }, 'retire'],
    ['keeps nothing when none are asked for', { size: 0, fresh: 1 }, 'retire'],
    ['shrinks under pressure', { fresh: 2, availableBytes: 0.3 * GIB }, 'shrink'],
    ['has nothing to give up under pressure', { availableBytes: 0.3 * GIB }, 'rest'],
    ['does not start what would press', { availableBytes: 0.9 * GIB }, 'rest'],
    ['does not shrink what does not press yet', { fresh: 1, availableBytes: 0.6 * GIB }, 'rest'],
  ])('%s', (_, change, step) => {
    expect(nextPoolStep({ ...situation, ...change })).toBe(step);
  });
});

it.each([
  [{ availableBytes: 8 * GIB }, 2],
  [{ availableBytes: 1 * GIB }, 1],
  [{ availableBytes: 0.6 * GIB, fresh: 1 }, 1],
  [{ availableBytes: 0.3 * GIB, fresh: 2 }, 1],
  [{ availableBytes: 0 }, 0],
])('is on its way to what memory allows: %j', (change, target) => {
  expect(poolTarget({ ...situation, ...change })).toBe(target);
});
