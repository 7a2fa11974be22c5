import type {
  AdminMoneyOverview,
  AdminOrder,
  DisputeState,
  OrderKind,
  OrderStatus,
  RefundReason,
  RefundState,
  StripeEventState,
} from '#contracts';
import type { TagTone } from './tag.js';

/** A state in a word, and the colour of what it means. */
export interface Word {
  text: string;
  tone: TagTone;
}

export const KIND_LABELS: Record<OrderKind, string> = { first: 'Desktop', extension: 'Extension' };

export const ORDER_WORDS: Record<OrderStatus, Word> = {
  open: { text: 'Open', tone: 'calm' },
  pending: { text: 'With a bank', tone: 'warn' },
  paid: { text: 'Paid', tone: 'live' },
  expired: { text: 'Expired', tone: 'calm' },
  failed: { text: 'Failed', tone: 'calm' },
  refunded: { text: 'Refunded', tone: 'calm' },
};

export const REFUND_WORDS: Record<RefundState, Word> = {
  requested: { text: 'Asked for', tone: 'warn' },
  pending: { text: 'Under way', tone: 'warn' },
  succeeded: { text: 'Done', tone: 'live' },
  failed: { text: 'Failed', tone: 'danger' },
  canceled: { text: 'Cancelled', tone: 'danger' },
};

export const REFUND_REASONS: Record<RefundReason, string> = {
  failed_to_start: 'No desktop could be started',
  session_over: 'Paid after the session had ended',
  by_admin: 'By an administrator',
  at_stripe: 'At Stripe',
};

export const DISPUTE_WORDS: Record<DisputeState, Word> = {
  open: { text: 'Open', tone: 'danger' },
  won: { text: 'Won', tone: 'live' },
  lost: { text: 'Lost', tone: 'warn' },
  withdrawn: { text: 'Withdrawn', tone: 'calm' },
};

export const EVENT_WORDS: Record<StripeEventState, Word> = {
  received: { text: 'Received', tone: 'warn' },
  processed: { text: 'Processed', tone: 'live' },
  parked: { text: 'Parked', tone: 'warn' },
  failed: { text: 'Given up', tone: 'danger' },
};

/** One of Stripe's own words, which it may add to any day, for a reader: `lost_or_stolen_card` → `Lost or stolen card`. */
export function stripeWords(word: string): string {
  const spaced = word.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** What waits for a person, in words: `1 event, 2 refunds, no disputes`. */
export function waitingWords({
  eventsParked,
  eventsFailed,
  refundsFailed,
  disputesOpen,
}: Pick<AdminMoneyOverview, 'eventsParked' | 'eventsFailed' | 'refundsFailed' | 'disputesOpen'>): string {
  const counted = (amount: number, unit: string) =>
    `${amount === 0 ? 'no' : amount} ${unit}${amount === 1 ? '' : 's'}`;
  return [
    counted(eventsParked + eventsFailed, 'event'),
    counted(refundsFailed, 'refund'),
    counted(disputesOpen, 'dispute'),
  ].join(', ');
}

/** How an order stands for a row: what waits for a person before what is settled. */
export function orderWord({
  status,
  refund,
  disputed,
}: Pick<AdminOrder, 'status' | 'refund' | 'disputed'>): Word {
  if (refund?.state === 'failed' || refund?.state === 'canceled')
    return { text: `Refund ${REFUND_WORDS[refund.state].text.toLowerCase()}`, tone: 'danger' };
  if (disputed) return { text: 'Disputed', tone: 'danger' };
  if (refund?.state === 'requested' || refund?.state === 'pending')
    return { text: 'Refund under way', tone: 'warn' };
  if (refund && status === 'paid') return { text: 'Refunded in part', tone: 'calm' };
  return ORDER_WORDS[status];
}
