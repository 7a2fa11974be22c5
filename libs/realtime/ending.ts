import { CLOSE_CODES } from '#contracts';
import { ABNORMAL_CLOSURE } from './after-close.js';

/** How a try or a connection came to its end, in the words of a WebSocket's close. */
export interface Ending {
  /** A close code; 1006 when the network gave none. */
  readonly code: number;
  /** The peer's word (for 4410 the session's end reason), or ours when nobody sent one. For logs and admins. */
  readonly reason: string;
  /** The peer asked not to be called before this many milliseconds have passed. */
  readonly retryAfterMs?: number;
  /** What was thrown, when the ending was an exception. */
  readonly cause?: unknown;
}

/** Thrown by an `open()` or a token function that knows what its failure means for the connection. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';

  constructor(readonly ending: Ending) {
    super(ending.reason, { cause: ending.cause });
  }
}

/** Whatever was thrown; an error that nobody classified is taken for a network failure. */
export function endingOf(error: unknown): Ending {
  if (error instanceof ConnectionRefused) return error.ending;
  return {
    code: ABNORMAL_CLOSURE,
    reason: error instanceof Error ? error.message : String(error),
    cause: error,
  };
}

const CODE_BY_STATUS: Readonly<Record<number, number>> = {
  401: CLOSE_CODES.SIGN_IN_AGAIN,
  403: CLOSE_CODES.NOT_ALLOWED,
  404: CLOSE_CODES.NO_SUCH_SESSION,
  409: CLOSE_CODES.DESKTOP_NOT_READY,
  429: CLOSE_CODES.TOO_MANY,
};

/**
 * The answer of the connection-token route, for those who ask it: the HTTP status says about a connection what the
 * close code of the same meaning would have said.
 *
 * @param retryAfterSeconds the Retry-After header, where there was one
 */
export function refusedWithStatus(status: number, retryAfterSeconds?: number): ConnectionRefused {
  return new ConnectionRefused({
    code: CODE_BY_STATUS[status] ?? ABNORMAL_CLOSURE,
    reason: `the connection token was refused with status ${status}`,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 }),
  });
}
