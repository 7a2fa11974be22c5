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

/** The events that move an order. All others are kept and parked. */
export const HANDLED_EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
] as const;
export type HandledEvent = (typeof HANDLED_EVENTS)[number];

/** `alarm`: a person should look. */
export type Triage = { park: false } | { park: true; why: string; alarm: boolean };

/** Whether an event is for us, from what it says itself; whether its object is, its handler finds out. */
export function triage({ type, livemode, data }: InboxEvent, ourLivemode: boolean): Triage {
  if (livemode !== ourLivemode) return { park: true, why: `livemode is ${livemode}`, alarm: true };
  if (!isHandled(type)) return { park: true, why: 'no handler for this type', alarm: false };
  if (data.object.id === undefined) return { park: true, why: 'no object id', alarm: true };
  return { park: false };
}

export function isHandled(type: string): type is HandledEvent {
  return (HANDLED_EVENTS as readonly string[]).includes(type);
}
