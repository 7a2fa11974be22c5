/** A refresh token as the database knows it at this moment. */
export interface RefreshTokenState {
  isExpired: boolean;
  /** Seconds since its successor was made; null while it is the newest of its login. */
  replacedSecondsAgo: number | null;
  loginEndReason: string | null;
  isAccountDisabled: boolean;
}

export type RefreshVerdict =
  | { kind: 'rotate' }
  | { kind: 'repeat' }
  | { kind: 'refuse'; why: 'login_ended' | 'reused' | 'account_disabled' | 'expired' };

/** Two tabs that refresh at once, or an answer lost on the way: as long as this the predecessor still counts. */
export const GRACE_SECONDS = 30;

/**
 * Decides what a refresh token is worth, in this order:
 *
 * 1. Its login has ended: refused; `reused` stays the reason for whoever comes after the theft was noticed.
 * 2. The account is disabled: refused.
 * 3. It was replaced within the grace: the same successor again.
 * 4. It was replaced earlier: somebody holds a copy. Reuse, which ends the whole login.
 * 5. It has expired: refused.
 * 6. Else it is the newest: rotated.
 */
export function judgeRefresh(state: RefreshTokenState): RefreshVerdict {
  if (state.loginEndReason !== null) {
    return { kind: 'refuse', why: state.loginEndReason === 'reused' ? 'reused' : 'login_ended' };
  }
  if (state.isAccountDisabled) return { kind: 'refuse', why: 'account_disabled' };
  if (state.replacedSecondsAgo !== null) {
    return state.replacedSecondsAgo <= GRACE_SECONDS ? { kind: 'repeat' } : { kind: 'refuse', why: 'reused' };
  }
  if (state.isExpired) return { kind: 'refuse', why: 'expired' };
  return { kind: 'rotate' };
}
