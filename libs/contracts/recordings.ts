import * as z from 'zod';
import { pageOf } from './page.js';
import { RecordingId, SessionId, Timestamp } from './scalars.js';

/** `off`: nobody records. `customer`: a session's customer may. `always`: every session is recorded from its begin. */
export const RecordingMode = z.enum(['off', 'customer', 'always']);
export type RecordingMode = z.infer<typeof RecordingMode>;

/** What holds for every recording here. Recordings are deleted this long after their session's end. */
export const RecordingPolicy = z.object({ mode: RecordingMode, retentionHours: z.int().min(0) });
export type RecordingPolicy = z.infer<typeof RecordingPolicy>;

export const RecordingStarter = z.enum(['customer', 'policy']);
export type RecordingStarter = z.infer<typeof RecordingStarter>;

/** `full`: it reached the size a session may have. `disk_full`: the server has no room left for recordings. */
export const RecordingStopReason = z.enum(['customer', 'admin', 'session_ended', 'full', 'disk_full']);
export type RecordingStopReason = z.infer<typeof RecordingStopReason>;

/**
 * One recording of a session's picture. `stoppedAt` and `stopReason` are null while it runs, `deletesAt` as long as its
 * session does. `recordedMs` leaves out the time in which there was no desktop to record.
 */
export const Recording = z.object({
  id: RecordingId,
  sessionId: SessionId,
  startedBy: RecordingStarter,
  startedAt: Timestamp,
  stoppedAt: Timestamp.nullable(),
  stopReason: RecordingStopReason.nullable(),
  recordedMs: z.int().min(0),
  bytes: z.int().min(0),
  deletesAt: Timestamp.nullable(),
});
export type Recording = z.infer<typeof Recording>;

/** GET /api/sessions/:id/recordings: those that are kept, newest first, and what holds for them. */
export const RecordingList = pageOf(Recording).extend({ policy: RecordingPolicy });
export type RecordingList = z.infer<typeof RecordingList>;

/** A part of a recording that can be played by itself. `isOpen`: more is still being added to it. */
export const RecordingSegment = z.object({
  n: z.int().min(1),
  startedAt: Timestamp,
  endedAt: Timestamp,
  bytes: z.int().min(0),
  isOpen: z.boolean(),
});
export type RecordingSegment = z.infer<typeof RecordingSegment>;

/** GET /api/recordings/:id. A segment's bytes are at `/segments/:n`, in the format of libs/recording. */
export const RecordingDetail = Recording.extend({
  reference: z.string(),
  segments: z.array(RecordingSegment),
});
export type RecordingDetail = z.infer<typeof RecordingDetail>;

/**
 * POST /api/sessions/:id/recording, answered with the `Recording`. Starting what runs, or stopping what does not, changes
 * nothing: RECORDING_NOT_ALLOWED where the operator has decided, RECORDING_FULL, NOT_FOUND when there is none to stop.
 */
export const RecordingBody = z.strictObject({ action: z.enum(['start', 'stop']) });
export type RecordingBody = z.infer<typeof RecordingBody>;
