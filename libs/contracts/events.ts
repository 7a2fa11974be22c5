import * as z from 'zod';
import { DesktopAccess } from './access.js';
import { ControllerKind, ControlLease } from './control.js';
import { RecordingStarter, RecordingStopReason } from './recordings.js';
import { EndReason, SessionState } from './sessions.js';
import { RecordingId, Seq, SessionId, ShareId, Timestamp } from './scalars.js';

/** Who watches: the session's customer, an administrator, or a guest who has a link. */
export const ViewerKind = z.enum(['customer', 'admin', 'guest']);
export type ViewerKind = z.infer<typeof ViewerKind>;

/**
 * A viewer of the desktop. `connection` is what pairs joined with left; `viewer` names the window, which may have come
 * back on another connection before the first was known to be gone. `share` is a guest's link.
 */
const ViewerOfDesktop = z.object({
  viewer: z.string(),
  connection: z.string(),
  by: ViewerKind,
  share: ShareId.optional(),
});

/** What each event of a session carries in `data`. Events stay in the log as long as the session's record. */
export const SESSION_EVENTS = {
  'session.created': z.object({ ttlSeconds: z.int() }),
  'session.activated': z.object({ activatedAt: Timestamp, expiresAt: Timestamp }),
  'session.expiring': z.object({ minutesLeft: z.int(), expiresAt: Timestamp }),
  'session.extended': z.object({ seconds: z.int(), expiresAt: Timestamp }),
  'session.shortened': z.object({ seconds: z.int(), expiresAt: Timestamp }),
  'session.credited': z.object({ seconds: z.int(), from: Timestamp, to: Timestamp, expiresAt: Timestamp }),
  'session.ended': z.object({ endReason: EndReason, endedAt: Timestamp }),
  'desktop.ready': z.object({ generation: z.int() }),
  'desktop.lost': z.object({ generation: z.int() }),
  /** With `program` the desktop is the same, and that in it was started again, `times` since it was said last. */
  'desktop.restarted': z.object({
    generation: z.int(),
    program: z.literal('browser').optional(),
    times: z.int().optional(),
  }),
  'viewer.joined': ViewerOfDesktop.extend({ access: DesktopAccess }),
  'viewer.left': ViewerOfDesktop,
  'control.changed': ControlLease.pick({ holderKind: true, holder: true, epoch: true, since: true }).extend({
    how: z.enum(['input', 'request', 'take', 'give', 'release']),
  }),
  'control.requested': z.object({ requesterKind: ControllerKind, requester: z.string() }),
  'share.created': z.object({ share: ShareId, label: z.string().nullable(), expiresAt: Timestamp }),
  'share.revoked': z.object({ share: ShareId, label: z.string().nullable() }),
  'recording.started': z.object({ recording: RecordingId, by: RecordingStarter }),
  'recording.stopped': z.object({ recording: RecordingId, reason: RecordingStopReason }),
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
