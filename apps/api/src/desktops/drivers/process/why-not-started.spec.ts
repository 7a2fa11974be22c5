import { expect, it } from '@jest/globals';
import { whyNotStarted } from './why-not-started.js';

const failed = (code: string) => Object.assign(new Error(code), { code });

it('names the cure of a full disk, whoever met it', () => {
  const cure = 'the desktop did not start: no space is left where its folder is: free some';
  expect(whyNotStarted(failed('ENOSPC'), '')).toBe(cure);
  const words = 'Error: ENOSPC: no space left on device, write';
  expect(whyNotStarted(new Error('the supervisor ended'), words)).toBe(`${cure}: ${words}`);
});

it('repeats the last words of a desktop, and says so much when there are none', () => {
  expect(whyNotStarted(new Error('late'), 'failed: xvnc')).toBe('the desktop did not start: failed: xvnc');
  expect(whyNotStarted(failed('ENOENT'), '')).toBe('the desktop did not start');
});
