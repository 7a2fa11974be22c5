import type { ErrorCode } from '#contracts';

interface Entry {
  status: number;
  title: string;
  /** `error` means that a person should look. */
  severity: 'info' | 'warn' | 'error';
}

/** Every code with its HTTP status and title. A code without an entry does not compile. */
export const ERROR_CATALOGUE: Record<ErrorCode, Entry> = {
  INVALID_REQUEST: { status: 400, title: 'The request is not as it must be', severity: 'info' },
  INVALID_CURSOR: { status: 400, title: 'The cursor is not one of ours', severity: 'info' },
  INVALID_SIGNATURE: { status: 400, title: 'The signature does not fit', severity: 'warn' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first', severity: 'info' },
  INVALID_CREDENTIALS: { status: 401, title: 'E-mail address or password is wrong', severity: 'info' },
  SESSION_REUSED: { status: 401, title: 'This sign-in was used twice and has been ended', severity: 'warn' },
  FORBIDDEN: { status: 403, title: 'Not allowed', severity: 'info' },
  ACCOUNT_DISABLED: { status: 403, title: 'This account is disabled', severity: 'info' },
  ACCOUNT_FROZEN: { status: 403, title: 'This account cannot buy at the moment', severity: 'info' },
  CROSS_SITE_REQUEST: { status: 403, title: 'Requests from other sites are refused', severity: 'warn' },
  NOT_FOUND: { status: 404, title: 'Not found', severity: 'info' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This method is not allowed here', severity: 'info' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive', severity: 'info' },
  EMAIL_TAKEN: { status: 409, title: 'This e-mail address has an account already', severity: 'info' },
  NO_CAPACITY: { status: 409, title: 'No desktop is free at the moment', severity: 'warn' },
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'This key was used for another request', severity: 'info' },
  DESKTOP_NOT_READY: { status: 409, title: 'The desktop is not there yet', severity: 'info' },
  SESSION_ENDED: { status: 409, title: 'The session has ended', severity: 'info' },
  NOT_REFUNDABLE: { status: 409, title: 'There is no money to give back', severity: 'info' },
  DISPUTE_OPEN: { status: 409, title: 'A dispute is not decided yet', severity: 'info' },
  NOT_IN_CONTROL: { status: 409, title: 'Somebody else controls the desktop', severity: 'info' },
  FILES_NOT_ALLOWED: { status: 403, title: 'Files do not go this way here', severity: 'info' },
  NO_ROOM_FOR_FILE: { status: 409, title: 'The desktop has no room for this file', severity: 'info' },
  TOO_MANY_SHARES: { status: 409, title: 'This session has as many links as it may', severity: 'info' },
  RECORDING_NOT_ALLOWED: { status: 403, title: 'Recording is not yours to switch here', severity: 'info' },
  RECORDING_FULL: { status: 409, title: 'Recordings of this session have no room left', severity: 'info' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large', severity: 'info' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Send JSON', severity: 'info' },
  MISDIRECTED_REQUEST: { status: 421, title: 'This host is not served here', severity: 'warn' },
  WEAK_PASSWORD: { status: 400, title: 'This password is too easy to guess', severity: 'info' },
  RATE_LIMITED: { status: 429, title: 'Too many requests', severity: 'info' },
  TOO_MANY_CONNECTIONS: { status: 429, title: 'Too many open connections', severity: 'info' },
  PAYMENT_PROVIDER_UNAVAILABLE: {
    status: 502,
    title: 'The payment provider does not answer',
    severity: 'error',
  },
  UNAVAILABLE: { status: 503, title: 'Not available at the moment', severity: 'error' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side', severity: 'error' },
};
