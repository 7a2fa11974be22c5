import { describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from '#contracts';
import { afterClose } from './after-close.js';

describe('afterClose', () => {
  it.each([4403, 4404, 4410])('stays away after %i: asking again would not be answered otherwise', (code) => {
    expect(afterClose(code)).toBe('stop');
  });

  it('asks for a sign-in after 4401', () => {
    expect(afterClose(4401)).toBe('sign-in');
  });

  it.each([1000, 1001, 1006, 1012, 1013, 4408, 4409, 4413, 4429, 4502, 4503])(
    'comes back after %i',
    (code) => {
      expect(afterClose(code)).toBe('retry');
    },
  );

  it.each([1005, 1011, 1015, 3000, 4999])('comes back after %i, which nobody gave a meaning', (code) => {
    expect(afterClose(code)).toBe('retry');
  });

  it('does not take the name of an inherited property for a code', () => {
    expect(afterClose(Number.NaN)).toBe('retry');
  });

  it('is final for four codes of the contract and no more', () => {
    const final = Object.values(CLOSE_CODES).filter((code) => afterClose(code) === 'stop');
    expect(final).toEqual([1003, 4403, 4404, 4410]);
  });
});
