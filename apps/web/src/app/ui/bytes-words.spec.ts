import { expect, it } from '@jest/globals';
import { bytesWords } from './bytes-words.js';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [1_250_000, '1.3 MB'],
  [209_715_200, '210 MB'],
  [5_000_000_000_000_000, '5000 TB'],
])('%i bytes are %s', (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});
