import { expect, it } from '@jest/globals';
import { lifetimesWithin } from './share-lifetimes.js';

const words = (leftSeconds: number) => lifetimesWithin(leftSeconds).map((lifetime) => lifetime.words);

it('offers nothing longer than the session, but the whole of it always', () => {
  expect(words(86_400)).toEqual(['10 minutes', '1 hour', '8 hours', 'As long as the session']);
  expect(words(3_600)).toEqual(['10 minutes', 'As long as the session']);
  expect(words(30)).toEqual(['As long as the session']);
});
