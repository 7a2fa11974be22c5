/** Why a socket was closed, on both sockets. The texts are for operators; portals choose their own words. */
export const CLOSE_CODES = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  UNSUPPORTED_DATA: 1003,
  TOO_BIG: 1009,
  RESTART: 1012,
  CANNOT_CONFIRM: 1013,
  MALFORMED: 4400,
  SIGN_IN_AGAIN: 4401,
  NOT_ALLOWED: 4403,
  NO_SUCH_SESSION: 4404,
  HEARTBEAT_MISSED: 4408,
  REPLACED: 4409,
  SESSION_ENDED: 4410,
  TOO_SLOW: 4413,
  TOO_MANY: 4429,
  DESKTOP_LOST: 4502,
  DESKTOP_NOT_READY: 4503,
} as const;

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];
