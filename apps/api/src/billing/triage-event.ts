import * as z from 'zod';
import { PlainText } from '#contracts';

/** What the inbox needs of an event; the rest passes through into its payload. */
export const InboxEvent = z.looseObject({
  id: PlainText.min(1).max(255),
  type: PlainText.min(1).max(255),
  livemode: z.boolean(),
  api_version: PlainText.nullish(),
  data: z.looseObject({ object: z.looseObject({ id: PlainText.optional() }) }),
});
export type InboxEvent = z.infer<typeof InboxEvent>;

/** What an event's object is, and so who reads it anew at Stripe. */
export type EventSubject = 'checkout' | 'charge' | 'refund' | 'dispute' | 'fraudWarning';

/** The events that move money. All others are kept and parked. */
const SUBJECTS: Readonly<Record<string, EventSubject>> = {
  'checkout.session.completed': 'checkout',
  'checkout.session.async_payment_succeeded': 'checkout',
  'checkout.session.async_payment_failed': 'checkout',
  'checkout.session.expired': 'checkout',
  'charge.refunded': 'charge',
  'charge.refund.updated': 'refund',
  'refund.created': 'refund',
  'refund.updated': 'refund',
  'refund.failed': 'refund',
  'charge.dispute.created': 'dispute',
  'charge.dispute.updated': 'dispute',
  'charge.dispute.closed': 'dispute',
  'charge.dispute.funds_withdrawn': 'dispute',
  'charge.dispute.funds_reinstated': 'dispute',
  'radar.early_fraud_warning.created': 'fraudWarning',
  'radar.early_fraud_warning.updated': 'fraudWarning',
};

export const HANDLED_TYPES = Object.keys(SUBJECTS);

export function subjectOf(type: string): EventSubject | undefined {
  return Object.hasOwn(SUBJECTS, type) ? SUBJECTS[type] : undefined;
}

/** `alarm`: a person should look. */
export type Triage = { park: false } | { park: true; why: string; alarm: boolean };

export interface Ours {
  livemode: boolean;
  apiVersion: string;
}

type Facts = Pick<InboxEvent, 'type' | 'livemode'> & { apiVersion: string | null; objectId: string | null };

/**
 * Whether an event is for us, from what it says itself; whether its object is, its handler finds out. A person who
 * replays one of another version knows that: handlers read its object anew, in our version.
 */
export function triage(facts: Facts, ours: Ours, { replayed = false } = {}): Triage {
  const { type, livemode, apiVersion, objectId } = facts;
  if (livemode !== ours.livemode) return { park: true, why: `livemode is ${livemode}`, alarm: true };
  if (subjectOf(type) === undefined) return { park: true, why: 'no handler for this type', alarm: false };
  if (objectId === null) return { park: true, why: 'no object id', alarm: true };
  if (!replayed && apiVersion !== ours.apiVersion) {
    return { park: true, why: `API version is ${apiVersion ?? 'not told'}`, alarm: true };
  }
  return { park: false };
}
