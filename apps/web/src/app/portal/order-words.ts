import type { CustomerOrder, OrderKind, OrderStatus } from '#contracts';
import { money } from '../ui/money.js';
import { clockTime } from '../ui/time-words.js';

export const ORDER_LABELS: Record<OrderKind, string> = { first: 'A desktop', extension: 'More time' };

const STATUS_WORDS: Record<OrderStatus, string> = {
  open: 'Not paid yet',
  pending: 'Your bank is working on it',
  paid: 'Paid',
  expired: 'Not paid',
  failed: 'Your bank said no',
  refunded: 'Refunded',
};

/** How an order's money stands, and the meaning that its colour carries. */
export interface Standing {
  text: string;
  tone: 'calm' | 'warn' | 'back';
}

type Facts = Pick<CustomerOrder, 'status' | 'amountCents' | 'currency' | 'refund' | 'disputed'>;

/** A dispute first, since it holds the account; then what went back or is about to; else whether it was paid. */
export function standingOf({ status, amountCents, currency, refund, disputed }: Facts): Standing {
  if (disputed) return { text: 'Disputed at your bank', tone: 'warn' };
  if (refund) {
    const part = refund.amountCents < amountCents ? `${money(refund.amountCents, currency)} of it ` : '';
    const text =
      refund.state === 'succeeded'
        ? `${part}refunded on ${clockTime(refund.at, true)}`
        : `${part || 'Your money '}is on its way back to you`;
    return { text: text.charAt(0).toUpperCase() + text.slice(1), tone: 'back' };
  }
  return { text: STATUS_WORDS[status], tone: status === 'pending' ? 'warn' : 'calm' };
}
