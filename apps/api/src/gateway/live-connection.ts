import type { CloseCode } from '#contracts';
import type { ConnectionPurpose } from '../auth/index.js';
import type { Ending } from '../signals/endings.js';
import type { Admission } from './socket-endpoint.js';

/** One open socket, whatever it carries. */
export interface LiveConnection {
  readonly admission: Admission;
  readonly kind: ConnectionPurpose;
  /** The session this connection is for has ended: say so, close 4410, acknowledge. */
  endSession(ending: Ending): void;
  /** A session that an events socket follows, and is not for, has ended: it goes on, if it can be told. */
  loseSession?(sessionId: string): void;
  close(code: CloseCode, reason: string): void;
  /** A planned restart: say goodbye where the protocol has a word for it, then close 1012. */
  leave(retryAfterMs: number): void;
}
