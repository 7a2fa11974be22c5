import { describe, expect, it } from '@jest/globals';
import { filterOf } from './session-filter.js';

describe('filterOf', () => {
  it('ignores a state that does not exist', () => {
    expect(filterOf({ state: 'paused' }).state).toBeUndefined();
  });
  it('takes empty parameters for none', () => {
    expect(filterOf({ q: '  ', cursor: '' })).toEqual({ state: undefined, q: undefined, cursor: undefined });
  });
  it('reads state, search and page', () => {
    expect(filterOf({ state: 'active', q: ' mara ', cursor: 'c' })).toEqual({
      state: 'active',
      q: 'mara',
      cursor: 'c',
    });
  });
});
