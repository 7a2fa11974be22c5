import type { DenialCount } from './gate/denial-counts.js';
import type { EgressSums } from './gate/egress-account.js';
import type { EgressUse } from './gate/egress-meter.js';

/**
 * The words on a supervisor's control socket: JSON, one message a line. A supervisor may be older than the api that
 * adopts it, so messages only ever gain fields.
 *
 * A supervisor sends its status when a connection opens, whenever it changes, and in answer to every request.
 */
export type ControlRequest =
  /** What was not said yet is said first. */
  | { type: 'status' }
  /** `remainingMs` from now: database time is the api's business, durations are everybody's. */
  | { type: 'bind'; sessionId: string; remainingMs: number }
  /** How often the display may send its pictures: more while somebody types. */
  | { type: 'pace'; framesPerSecond: number }
  /** Everything inside stands still, and answers nobody, until `thaw` or `bind`. */
  | { type: 'freeze' }
  | { type: 'thaw' }
  | { type: 'stop' };

export type ControlMessage =
  | { type: 'status'; status: SupervisorStatus }
  | { type: 'denied'; denials: DenialCount[] }
  /** The browser ended by itself and runs again, so often since this was said last. */
  | { type: 'crashed'; times: number }
  /** `use` since this was said last; the sums since a session has the desktop. */
  | { type: 'egress'; use: EgressUse; sums?: EgressSums };

export interface SupervisorStatus {
  desktopId: string;
  phase: 'starting' | 'ready' | 'ending';
  /** The session the desktop was given to; null while it is warm. */
  sessionId: string | null;
  /** Programs inside that were started again. */
  restarts: number;
  /** The display's pace, once it was changed. */
  framesPerSecond?: number;
  /** Whether it stands still; a supervisor that says nothing cannot. */
  frozen?: boolean;
}

export function encodeMessage(message: ControlRequest | ControlMessage): string {
  return `${JSON.stringify(message)}\n`;
}
