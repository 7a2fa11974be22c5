import * as z from 'zod';
import { EndReason, SessionState } from './sessions.js';
import { Seq, SessionId, Timestamp } from './scalars.js';

/** What each event of a session carries in `data`. Events stay in the log as long as the session's record. */
export const SESSION_EVENTS = {
  'session.created': z.object({ ttlSeconds: z.int() }),
  'session.activated': z.object({ activatedAt: Timestamp, expiresAt: Timestamp }),
  'session.expiring': z.object({ minutesLeft: z.int(), expiresAt: Timestamp }),
  'session.ended': z.object({ endReason: EndReason, endedAt: Timestamp }),
  'desktop.ready': z.object({ generation: z.int() }),
  'desktop.lost': z.object({ generation: z.int() }),
  'desktop.restarted': z.object({ generation: z.int() }),
  'viewer.joined': z.object({
    viewer: z.string(),
    access: z.enum(['control', 'view']),
    by: z.enum(['customer', 'admin']),
  }),
  'viewer.left': z.object({ viewer: z.string(), by: z.enum(['customer', 'admin']) }),
  'egress.denied': z.object({ count: z.int(), hosts: z.array(z.string()) }),
} as const;

export type SessionEventName = keyof typeof SESSION_EVENTS;
export type SessionEventData<Name extends SessionEventName> = z.infer<(typeof SESSION_EVENTS)[Name]>;

/** One row of the log. `seq` is gap-free from 1. `name` is open: an old portal must survive a new event. */
export const SessionEvent = z.object({
  sessionId: SessionId,
  seq: Seq.min(1),
  name: z.string(),
  at: Timestamp,
  data: z.record(z.string(), z.unknown()),
});
export type SessionEvent = z.infer<typeof SessionEvent>;

/** GET /api/sessions/:id/events */
export const SessionEventPage = z.object({ items: z.array(SessionEvent), head: Seq });
export type SessionEventPage = z.infer<typeof SessionEventPage>;

/** What SUBSCRIBED says of the session, enough to draw it before the first event arrives. */
export const SubscribedSession = z.object({
  state: SessionState,
  activatedAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable(),
  endedAt: Timestamp.optional(),
  endReason: EndReason.optional(),
});
export type SubscribedSession = z.infer<typeof SubscribedSession>;
