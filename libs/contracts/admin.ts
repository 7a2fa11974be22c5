import * as z from 'zod';
import { DesktopCapacity } from './desktops.js';
import { pageOf } from './page.js';
import { AccountId, PlainText, Role, SessionId, Timestamp } from './scalars.js';
import { SessionView } from './sessions.js';

/** What must end with a session: its sockets, its running tasks, its desktop's processes. */
export const HolderKind = z.enum(['events', 'desktop', 'task', 'process']);
export type HolderKind = z.infer<typeof HolderKind>;

export const RevokeBody = z.strictObject({ reason: PlainText.trim().min(3).max(500) });
export type RevokeBody = z.infer<typeof RevokeBody>;

/** Proof that a session went dark. `afterMs`: database time of the acknowledgement less `revokedAt`. */
export const Receipt = z.object({
  sessionId: SessionId,
  revokedAt: Timestamp,
  complete: z.boolean(),
  closed: z.array(z.object({ kind: HolderKind, id: z.string(), node: z.string(), afterMs: z.number() })),
  missing: z.array(z.object({ kind: HolderKind, id: z.string(), node: z.string() })),
});
export type Receipt = z.infer<typeof Receipt>;

export const RevokeManyBody = z.strictObject({
  ids: z.array(SessionId).min(1).max(100),
  reason: RevokeBody.shape.reason,
});
export const RevokeManyAnswer = z.object({
  results: z.array(
    z.object({
      sessionId: SessionId,
      status: z.enum(['revoked', 'already_ended', 'not_found']),
      receipt: Receipt.optional(),
    }),
  ),
});
export type RevokeManyAnswer = z.infer<typeof RevokeManyAnswer>;

/**
 * What a session's desktops did through their gates, all of them together; `up` is out of them. Some seconds old while a
 * desktop lives.
 */
export const SessionEgress = z.object({
  connections: z.int(),
  bytesUp: z.int(),
  bytesDown: z.int(),
  denied: z.int(),
});
export type SessionEgress = z.infer<typeof SessionEgress>;

/** A session as an admin sees it: with its customer, its live connections and, once revoked, why. */
export const AdminSession = SessionView.extend({
  customer: z.object({ id: AccountId, email: z.string() }),
  connections: z.object({ events: z.int(), desktop: z.int() }),
  /** Null until something was told, and of a desktop that is somebody else's server. */
  egress: SessionEgress.nullable(),
  revocation: z.object({ by: z.string(), reason: z.string(), revokedAt: Timestamp }).optional(),
});
export type AdminSession = z.infer<typeof AdminSession>;

export const AdminSessionList = pageOf(AdminSession);
export type AdminSessionList = z.infer<typeof AdminSessionList>;

export const AdminUser = z.object({
  id: AccountId,
  email: z.string(),
  role: Role,
  createdAt: Timestamp,
  disabledAt: Timestamp.nullable(),
  /** A dispute is open, or was lost and nobody has lifted that since: the account cannot buy. */
  frozenAt: Timestamp.nullable(),
});
export type AdminUser = z.infer<typeof AdminUser>;
export const AdminUserList = pageOf(AdminUser);
export type AdminUserList = z.infer<typeof AdminUserList>;

/**
 * POST /api/admin/users/:id/unfreeze {reason}: the account may buy again although disputes were lost; the next one freezes it
 * anew. Answers AdminUser, 200; of an account that is not frozen the same. DISPUTE_OPEN while a bank has not decided.
 */
export const UnfreezeUserBody = z.strictObject({ reason: RevokeBody.shape.reason });
export type UnfreezeUserBody = z.infer<typeof UnfreezeUserBody>;

/** One thing somebody did. `actor` and `subject` are written for a reader: an e-mail address, a reference. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Timestamp,
  action: z.string(),
  actor: z.string(),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditList = pageOf(AuditEntry);
export type AuditList = z.infer<typeof AuditList>;

export const AdminOverview = z.object({
  now: Timestamp,
  sessions: z.object({ provisioning: z.int(), active: z.int(), endedToday: z.int() }),
  connections: z.object({ events: z.int(), desktop: z.int() }),
  desktops: DesktopCapacity,
  nodes: z.array(z.object({ id: z.string(), host: z.string(), role: z.string(), seenAt: Timestamp })),
});
export type AdminOverview = z.infer<typeof AdminOverview>;
