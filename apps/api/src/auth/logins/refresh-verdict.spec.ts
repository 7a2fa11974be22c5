import { describe, expect, it } from '@jest/globals';
import { GRACE_SECONDS, judgeRefresh, type RefreshTokenState } from './refresh-verdict.js';

const NEWEST: RefreshTokenState = {
  isExpired: false,
  replacedSecondsAgo: null,
  loginEndReason: null,
  isAccountDisabled: false,
};

describe('judgeRefresh', () => {
  it.each<[string, Partial<RefreshTokenState>, string]>([
    ['a token of a login that was ended', { loginEndReason: 'logged_out' }, 'login_ended'],
    ['a token of a login that was stolen from', { loginEndReason: 'reused' }, 'reused'],
    ['a token of a disabled account', { isAccountDisabled: true }, 'account_disabled'],
    ['a token that has expired', { isExpired: true }, 'expired'],
    ['a token used again after the grace', { replacedSecondsAgo: GRACE_SECONDS + 0.001 }, 'reused'],
    ['a token used again long after it expired', { replacedSecondsAgo: 1e7, isExpired: true }, 'reused'],
    [
      'a token in its grace, of an ended login',
      { replacedSecondsAgo: 1, loginEndReason: 'x' },
      'login_ended',
    ],
    [
      'a token in its grace, of a disabled account',
      { replacedSecondsAgo: 1, isAccountDisabled: true },
      'account_disabled',
    ],
  ])('refuses %s', (_, state, why) => {
    expect(judgeRefresh({ ...NEWEST, ...state })).toEqual({ kind: 'refuse', why });
  });

  it.each([0, 29.9, GRACE_SECONDS])('gives the same successor again %d s after the first time', (seconds) => {
    expect(judgeRefresh({ ...NEWEST, replacedSecondsAgo: seconds })).toEqual({ kind: 'repeat' });
  });

  it('rotates the newest', () => {
    expect(judgeRefresh(NEWEST)).toEqual({ kind: 'rotate' });
  });
});
