import type {
  AccountId,
  Recording,
  RecordingId,
  RecordingSegment,
  RecordingStarter,
  RecordingStopReason,
  SessionId,
} from '#contracts';

/** A recording that is kept, with whose it is and what its segments come to. */
export interface RecordingRecord {
  id: RecordingId;
  sessionId: SessionId;
  accountId: AccountId;
  reference: string;
  startedBy: RecordingStarter;
  startedAt: Date;
  stoppedAt: Date | null;
  stopReason: RecordingStopReason | null;
  sessionEndedAt: Date | null;
  recordedMs: number;
  bytes: number;
}

export interface SegmentRecord {
  n: number;
  startedAt: Date;
  endedAt: Date;
  bytes: number;
  isOpen: boolean;
}

const HOUR_MS = 3_600_000;

/** Select list and source that give a `RecordingRecord`; a condition on the recording `r` or its session `s` may follow. */
export const SELECT_RECORDING = `
  SELECT r.id, r.session_id AS "sessionId", s.account_id AS "accountId", s.reference, r.started_by AS "startedBy",
    r.started_at AS "startedAt", r.stopped_at AS "stoppedAt", r.stop_reason AS "stopReason",
    s.ended_at AS "sessionEndedAt", sum.ms AS "recordedMs", sum.bytes
  FROM recordings r JOIN sessions s ON s.id = r.session_id CROSS JOIN LATERAL (
    SELECT coalesce(sum(bytes), 0)::float8 AS bytes,
      round(coalesce(sum(extract(epoch FROM ended_at - started_at)), 0) * 1000)::float8 AS ms
    FROM recording_segments WHERE recording_id = r.id
  ) sum
  WHERE r.deleted_at IS NULL`;

export const SELECT_SEGMENTS = `
  SELECT n, started_at AS "startedAt", ended_at AS "endedAt", bytes::float8 AS bytes, is_open AS "isOpen"
  FROM recording_segments`;

export function toRecording(record: RecordingRecord, retentionHours: number): Recording {
  const { id, sessionId, startedBy, stopReason, recordedMs, bytes, sessionEndedAt } = record;
  return {
    id,
    sessionId,
    startedBy,
    startedAt: record.startedAt.toISOString(),
    stoppedAt: record.stoppedAt?.toISOString() ?? null,
    stopReason,
    recordedMs,
    bytes,
    deletesAt: sessionEndedAt && new Date(sessionEndedAt.getTime() + retentionHours * HOUR_MS).toISOString(),
  };
}

export function toSegment({ n, startedAt, endedAt, bytes, isOpen }: SegmentRecord): RecordingSegment {
  return { n, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), bytes, isOpen };
}
