import * as z from 'zod';
import { pageOf } from './page.js';
import { SessionId, Timestamp } from './scalars.js';

export const SessionState = z.enum(['provisioning', 'active', 'ended']);
export type SessionState = z.infer<typeof SessionState>;

export const EndReason = z.enum([
  'expired',
  'revoked',
  'ended_by_user',
  'refunded',
  'disputed',
  'failed_to_start',
]);
export type EndReason = z.infer<typeof EndReason>;

/** `lost` while it is being brought back; `gone` once nothing of it is left. */
export const DesktopState = z.enum(['starting', 'ready', 'lost', 'ending', 'gone']);
export type DesktopState = z.infer<typeof DesktopState>;

/**
 * A session as its customer sees it. `reference` is what a person reads out to support. `now` is the server's
 * clock at the time of the answer, for countdowns.
 */
export const SessionView = z.object({
  id: SessionId,
  reference: z.string(),
  state: SessionState,
  createdAt: Timestamp,
  activatedAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable(),
  endedAt: Timestamp.optional(),
  endReason: EndReason.optional(),
  /** Time bought after the first, already part of `expiresAt`. */
  extendedSeconds: z.int(),
  /** Time given back for minutes in which the desktop was out of reach through our fault, already part of `expiresAt`. */
  creditedSeconds: z.int(),
  /** `deletedAt`: nothing of any desktop it had is left since then. */
  desktop: z.object({ state: DesktopState, deletedAt: Timestamp.optional() }),
  /** Only while what the desktop shows is being recorded. */
  recording: z.object({ startedAt: Timestamp }).optional(),
  now: Timestamp,
});
export type SessionView = z.infer<typeof SessionView>;

export const SessionList = pageOf(SessionView);
export type SessionList = z.infer<typeof SessionList>;
