import { describe, expect, it } from '@jest/globals';
import { money } from './money.js';

describe('money', () => {
  it.each([
    [100, 'usd', '$1'],
    [150, 'eur', '€1.50'],
    [100, 'jpy', '¥100'],
    [1500, 'kwd', 'KWD\u00a01.500'],
  ])('%i of the smallest unit of %s is %s', (smallest, currency, words) => {
    expect(money(smallest, currency)).toBe(words);
  });
});
