import type { AdminOrderDetail, AdminRefund } from '#contracts';
import type { IconName } from '../../ui/icons.js';
import { money } from '../../ui/money.js';
import { KIND_LABELS, REFUND_REASONS, stripeWords } from './money-words.js';
import type { TagTone } from './tag.js';

/** One thing that happened to an order's money. */
export interface Chapter {
  at: string;
  icon: IconName;
  tone: TagTone;
  text: string;
  /** An administrator's own words, or Stripe's. */
  note?: string;
}

/** All that happened to an order's money, the oldest first. */
export function storyOf(order: AdminOrderDetail): Chapter[] {
  const said = (cents: number) => money(cents, order.currency);
  const chapters: Chapter[] = [
    {
      at: order.createdAt,
      icon: 'receipt_long',
      tone: 'calm',
      text: `Checkout opened: ${KIND_LABELS[order.kind].toLowerCase()}, ${said(order.amountCents)}`,
    },
  ];
  if (order.paidAt)
    chapters.push({ at: order.paidAt, icon: 'check', tone: 'live', text: `${said(order.amountCents)} paid` });
  for (const { at, type } of order.fraudWarnings)
    chapters.push({
      at,
      icon: 'warning',
      tone: 'danger',
      text: 'A bank warned of fraud',
      note: stripeWords(type),
    });
  for (const refund of order.refunds) chapters.push(...refundChapters(refund));
  for (const dispute of order.disputes) {
    const { amountCents, openedAt, closedAt, reason, state } = dispute;
    chapters.push({
      at: openedAt,
      icon: 'gavel',
      tone: 'danger',
      text: `${said(amountCents)} disputed at the customer's bank`,
      note: stripeWords(reason),
    });
    if (closedAt) chapters.push({ at: closedAt, icon: 'gavel', tone: 'calm', text: `Dispute ${state}` });
  }
  return chapters.toSorted((one, other) => one.at.localeCompare(other.at));
}

function refundChapters({
  amountCents,
  currency,
  by,
  reason,
  note,
  state,
  failure,
  createdAt,
  settledAt,
}: AdminRefund): Chapter[] {
  const amount = money(amountCents, currency);
  const asked: Chapter = {
    at: createdAt,
    icon: 'undo',
    tone: 'warn',
    text: `Refund of ${amount} · ${reason === 'by_admin' ? by : REFUND_REASONS[reason]}`,
    ...(note && { note }),
  };
  if (!settledAt) return [asked];
  const settled: Chapter =
    state === 'succeeded'
      ? { at: settledAt, icon: 'check', tone: 'live', text: `${amount} went back` }
      : {
          at: settledAt,
          icon: 'error',
          tone: 'danger',
          text: `Refund of ${amount} ${state}: the money is still here`,
          ...(failure && { note: stripeWords(failure) }),
        };
  return [asked, settled];
}
