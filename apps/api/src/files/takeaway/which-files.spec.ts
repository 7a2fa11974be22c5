import { expect, it } from '@jest/globals';
import { filesThatFit, fingerprintOf } from './which-files.js';

const file = (name: string, bytes: number, modifiedAtMs = 0) => ({ name, bytes, modifiedAtMs });

it('takes the newest that fit, and goes past what is too large', () => {
  const files = [file('newest', 60), file('large', 100), file('small', 40), file('one more', 1)];
  expect(filesThatFit(files, 100).map(({ name }) => name)).toEqual(['newest', 'small']);
});

it('tells files apart by name, size and time, and by nothing else', () => {
  const same = fingerprintOf([file('a', 1, 5), file('b', 2, 6)]);
  expect(fingerprintOf([file('a', 1, 5), file('b', 2, 6)])).toBe(same);
  for (const other of [
    [file('a', 1, 5)],
    [file('a', 1, 5), file('b', 2, 7)],
    [file('a', 1, 5), file('b', 3, 6)],
    [file('a', 1, 5), file('c', 2, 6)],
  ])
    expect(fingerprintOf(other)).not.toBe(same);
});
