import type { AccountId, DesktopState, EndReason, SessionId, SessionState, SessionView } from '#contracts';

/** A session as the table has it, with the state of its newest desktop. */
export interface SessionRecord {
  id: SessionId;
  accountId: AccountId;
  orderId: string | null;
  reference: string;
  state: SessionState;
  ttlSeconds: number;
  createdAt: Date;
  activatedAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
  endReason: EndReason | null;
  extendedSeconds: number;
  creditedSeconds: number;
  headSeq: number;
  desktopState: DesktopState | null;
  recordingSince: Date | null;
  /** When the last of its desktops was certified to be gone; null while one is not, or it never had one. */
  deletedAt: Date | null;
}

/** Select list and source that give a `SessionRecord`; conditions are the caller's, the session is `s`. */
export const SELECT_SESSION = `
  SELECT s.id, s.account_id AS "accountId", s.order_id AS "orderId", s.reference, s.state, s.ttl_seconds AS "ttlSeconds",
    s.created_at AS "createdAt", s.activated_at AS "activatedAt", s.expires_at AS "expiresAt", s.ended_at AS "endedAt",
    s.end_reason AS "endReason",
    s.extended_seconds AS "extendedSeconds", s.credited_seconds AS "creditedSeconds", s.head_seq::float8 AS "headSeq", d.state AS "desktopState",
    r.started_at AS "recordingSince",
    CASE WHEN s.state = 'ended' THEN (
      SELECT max(certified_at) FROM desktops WHERE session_id = s.id HAVING bool_and(certified_at IS NOT NULL)
    ) END AS "deletedAt"
  FROM sessions s
  LEFT JOIN LATERAL (
    SELECT state FROM desktops WHERE session_id = s.id ORDER BY generation DESC LIMIT 1
  ) d ON true
  LEFT JOIN recordings r ON r.session_id = s.id AND r.stopped_at IS NULL AND s.state <> 'ended'`;

/** The session as its customer sees it. An admin's reason is not part of it. */
export function toSessionView(record: SessionRecord, now: Date): SessionView {
  return {
    id: record.id,
    reference: record.reference,
    state: record.state,
    createdAt: record.createdAt.toISOString(),
    activatedAt: record.activatedAt?.toISOString() ?? null,
    expiresAt: record.expiresAt?.toISOString() ?? null,
    ...(record.endedAt && { endedAt: record.endedAt.toISOString() }),
    ...(record.endReason && { endReason: record.endReason }),
    extendedSeconds: record.extendedSeconds,
    creditedSeconds: record.creditedSeconds,
    desktop: {
      state: record.desktopState ?? (record.state === 'ended' ? 'gone' : 'starting'),
      ...(record.deletedAt && { deletedAt: record.deletedAt.toISOString() }),
    },
    ...(record.recordingSince && { recording: { startedAt: record.recordingSince.toISOString() } }),
    now: now.toISOString(),
  };
}
