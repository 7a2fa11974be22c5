import { CLOSE_CODES, type CloseCode } from '#contracts';

/** What to do once a connection has ended: come back, have the person sign in first, or stay away. */
export type AfterClose = 'retry' | 'sign-in' | 'stop';

/** RFC 6455 7.1.5: no close frame was received. What a vanished network looks like. */
export const ABNORMAL_CLOSURE = 1006;

/**
 * Only what trying again can never mend is final. Retries are cheap because they back off, and each of them
 * brings a fresh token and a fresh transport: that alone mends 4400, 4409 and 1009.
 */
const DECISIONS: Record<CloseCode, AfterClose> = {
  [CLOSE_CODES.NORMAL]: 'retry',
  [CLOSE_CODES.GOING_AWAY]: 'retry',
  [CLOSE_CODES.UNSUPPORTED_DATA]: 'stop',
  [CLOSE_CODES.TOO_BIG]: 'retry',
  [CLOSE_CODES.RESTART]: 'retry',
  [CLOSE_CODES.CANNOT_CONFIRM]: 'retry',
  [CLOSE_CODES.MALFORMED]: 'retry',
  [CLOSE_CODES.SIGN_IN_AGAIN]: 'sign-in',
  [CLOSE_CODES.NOT_ALLOWED]: 'stop',
  [CLOSE_CODES.NO_SUCH_SESSION]: 'stop',
  [CLOSE_CODES.HEARTBEAT_MISSED]: 'retry',
  [CLOSE_CODES.REPLACED]: 'retry',
  [CLOSE_CODES.SESSION_ENDED]: 'stop',
  [CLOSE_CODES.TOO_SLOW]: 'retry',
  [CLOSE_CODES.TOO_MANY]: 'retry',
  [CLOSE_CODES.DESKTOP_LOST]: 'retry',
  [CLOSE_CODES.DESKTOP_NOT_READY]: 'retry',
};

/** A code that nobody gave a meaning (1006 and other codes of the protocol, a newer server's) is worth a retry. */
export function afterClose(code: number): AfterClose {
  return isCloseCode(code) ? DECISIONS[code] : 'retry';
}

function isCloseCode(code: number): code is CloseCode {
  return Object.hasOwn(DECISIONS, code);
}
