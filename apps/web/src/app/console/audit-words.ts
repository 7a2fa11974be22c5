import type { AuditAction } from '#contracts';
import { money } from '../ui/money.js';

/** What was done, in words; the code stays as the cell's title. */
const ACTIONS: Record<AuditAction, string> = {
  'account.created': 'Created the first administrator',
  'account.registered': 'Registered',
  'account.password_changed': 'Changed the password',
  'account.disabled': 'Disabled the account',
  'account.unfrozen': 'Let the account buy again',
  'login.began': 'Signed in',
  'login.ended': 'Sign-in ended',
  'login.locked': 'Locked out after wrong passwords',
  'connection.refused': 'Were refused connections',
  'message.rights_claimed': 'Claimed rights in a message',
  'session.revoked': 'Revoked the session',
  'desktop.observed': 'Looked at the desktop',
  'desktop.deleted': 'Deleted the desktop',
  'viewer.refused': 'Tried to steer and may only look',
  'share.created': 'Made a link to watch',
  'share.revoked': 'Took a link back',
  'file.uploaded': 'Put a file into the desktop',
  'file.downloaded': 'Took a file out of the desktop',
  'file.archive_downloaded': 'Took the kept files of a desktop',
  'recording.started': 'Started a recording',
  'recording.stopped': 'Stopped a recording',
  'recording.viewed': 'Watched a recording',
  'recording.deleted': 'Deleted a recording',
  'order.paid': 'Took a payment',
  'order.disputed': 'Disputed a payment',
  'order.refunded': 'Sent a payment back',
  'order.fraud_warning': 'Was warned of fraud',
  'dispute.closed': 'Decided a dispute',
  'refund.requested': 'Asked for a refund',
  'refund.failed': 'A refund failed',
  'stripe_event.replayed': 'Replayed an event of Stripe’s',
};

/** An action that this portal does not know keeps its code. */
export function actionWords(action: string): string {
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action as AuditAction] : action;
}

/** The facts of an audit entry on one line: `reason: shared the password · sessions: 3`. `short` cuts ids. */
export function dataWords(data: Record<string, unknown>, short = false): string {
  return Object.entries(withAmount(data))
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${spaced(name)}: ${said(value, short)}`)
    .join(' · ');
}

/** An amount and its currency, which are stored apart, as one fact. */
function withAmount({ amountCents, currency, ...others }: Record<string, unknown>): Record<string, unknown> {
  return typeof amountCents === 'number' && typeof currency === 'string'
    ? { amount: money(amountCents, currency), ...others }
    : { amountCents, currency, ...others };
}

/** `afterMs` → `after ms` */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function said(value: unknown, short: boolean): string {
  if (Array.isArray(value)) return value.map((one) => said(one, short)).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, part]) => `${spaced(name)} ${said(part, short)}`)
      .join(', ');
  const text = String(value);
  return short ? text.replace(/^(\w{8})-\w{4}-\w{4}-\w{4}-\w{12}$/, '$1…') : text;
}
