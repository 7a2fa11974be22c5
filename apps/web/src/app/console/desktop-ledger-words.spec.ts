import { describe, expect, it } from '@jest/globals';
import { countWords, missingWords } from './desktop-ledger-words.js';

describe('what was found, in words', () => {
  it('counts each kind there is, and says nothing of the others', () => {
    expect(countWords({ process: 14, file: 1, socket: 0 })).toBe('14 processes, 1 folder');
    expect(countWords({})).toBeUndefined();
  });
  it('names what there should be more of', () => {
    expect(missingWords({ expected: { process: 7, socket: 4 }, found: { process: 9 } })).toEqual([
      '0 of at least 4 sockets',
    ]);
  });
});
