import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '#contracts';
import { BackendError } from '../backend/backend-error.js';
import { failureWords, referenceOf } from './failure-words.js';

const failed = (code: BackendError['code'], status: number, retryAfterSeconds?: number) =>
  new BackendError(code, status, { title: 'As the server says', reference: 'c0ffee', retryAfterSeconds });

describe('failureWords', () => {
  it.each(ERROR_CODES)('has a title and advice for %s', (code) => {
    const { title, advice } = failureWords(failed(code, 500));
    expect(title).not.toBe('');
    expect(advice).not.toBe('');
  });
  it('says how long to wait when the server does', () => {
    expect(failureWords(failed('RATE_LIMITED', 429, 20)).advice).toBe('Try again in 20 seconds.');
    expect(failureWords(failed('RATE_LIMITED', 429, 1)).advice).toBe('Try again in 1 second.');
  });
  it('takes the blame for a code it does not know', () => {
    expect(failureWords(failed('INTERNAL', 500)).title).toBe('Something broke on our side');
  });
  it('tells an unreachable server from a failing one', () => {
    expect(failureWords(failed('OFFLINE', 0)).title).toBe('We cannot reach the server');
  });
});

describe('referenceOf', () => {
  it('is left out where a person can mend it alone', () => {
    expect(referenceOf(failed('INVALID_CREDENTIALS', 401))).toBeUndefined();
  });
  it('is given where support may be asked', () => {
    expect(referenceOf(failed('INTERNAL', 500))).toBe('c0ffee');
  });
});
