import type { RecordingStopReason } from '#contracts';

/** Why a recording is over, for its customer and for an administrator alike. */
export const RECORDING_STOPPED: Record<RecordingStopReason, string> = {
  customer: 'Recording was stopped',
  admin: 'Recording was stopped by an administrator',
  session_ended: 'Recorded until the session ended',
  full: 'Recording stopped: it reached the size a session may have',
  disk_full: 'Recording stopped: the server has no room for more',
};
