import type { ConnectionTokenBody } from '#contracts';

/** Which of the sockets a token opens. */
export type ConnectionPurpose = ConnectionTokenBody['purpose'];

export type RedeemRefusal =
  'unknown' | 'used' | 'expired' | 'wrong_purpose' | 'login_ended' | 'account_disabled' | 'share_over';

/** A token that was not granted, as the database knows it. */
export interface TokenState {
  purpose: ConnectionPurpose;
  isUsed: boolean;
  isLoginEnded: boolean;
  isAccountDisabled: boolean;
  /** Of a share link: revoked, or past its time. */
  isShareOver: boolean;
}

/** Three parts with dots: a JWT, most likely an access token in the wrong place. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Names the reason for the audit trail. The peer hears none of it: to it every refusal is the same. */
export function whyRefused(
  token: string,
  purpose: ConnectionPurpose,
  state: TokenState | undefined,
): RedeemRefusal {
  if (!state) return JWT.test(token) ? 'wrong_purpose' : 'unknown';
  if (state.isUsed) return 'used';
  if (state.purpose !== purpose) return 'wrong_purpose';
  if (state.isLoginEnded) return 'login_ended';
  if (state.isAccountDisabled) return 'account_disabled';
  if (state.isShareOver) return 'share_over';
  return 'expired';
}
