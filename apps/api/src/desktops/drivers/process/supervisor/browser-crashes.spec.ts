import { expect, it } from '@jest/globals';
import { BrowserCrashes } from './browser-crashes.js';

it('tells the first crash at once, and those of the next minute together', () => {
  const crashes = new BrowserCrashes();
  expect(crashes.take(0)).toBe(0);
  crashes.add();
  expect(crashes.take(1_000)).toBe(1);
  for (let n = 0; n < 5; n += 1) crashes.add();
  expect(crashes.take(60_999)).toBe(0);
  expect(crashes.take(61_000)).toBe(5);
  expect(crashes.take(200_000)).toBe(0);
});
