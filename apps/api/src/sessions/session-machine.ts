import type { EndReason, SessionState } from '#contracts';

/**
 * The life of a session. `provisioning` until its desktop answered; `active` until something ends it; `ended` for good.
 * A transition happens by one guarded UPDATE that names the states below, so two of them cannot both win.
 */
export const ACTIVATES_FROM: readonly SessionState[] = ['provisioning'];

export const ENDS_FROM: Record<EndReason, readonly SessionState[]> = {
  expired: ['active'],
  revoked: ['provisioning', 'active'],
  ended_by_user: ['provisioning', 'active'],
  refunded: ['provisioning', 'active'],
  disputed: ['provisioning', 'active'],
  failed_to_start: ['provisioning'],
};

export const LIVE_STATES: readonly SessionState[] = ['provisioning', 'active'];
