import type { DesktopState, EndReason, HolderKind, RevokeManyAnswer } from '#contracts';

/** What an administrator reads; here the exact words are the kind ones. */
export const ADMIN_END_LABELS: Record<EndReason, string> = {
  expired: 'Time was up',
  revoked: 'Revoked',
  ended_by_user: 'Ended by the customer',
  refunded: 'Refunded',
  disputed: 'Payment disputed',
  failed_to_start: 'Desktop did not start',
};

export const DESKTOP_LABELS: Record<DesktopState, string> = {
  starting: 'Starting',
  ready: 'Ready',
  lost: 'Lost, being restarted',
  ending: 'Ending',
  gone: 'Gone',
};

export const HOLDER_LABELS: Record<HolderKind, string> = {
  events: 'Events socket',
  desktop: 'Desktop socket',
  task: 'Task',
  process: 'Desktop processes',
};

export const REVOKE_LABELS: Record<RevokeManyAnswer['results'][number]['status'], string> = {
  revoked: 'Revoked',
  already_ended: 'Had ended already',
  not_found: 'Not found',
};
