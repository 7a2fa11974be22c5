import type { BackendError, BackendErrorCode } from '../backend/backend-error.js';

interface FailureWords {
  title: string;
  advice: string;
}

/** What a person can mend alone needs no support, and so no reference. */
const OWN_TO_MEND: readonly BackendErrorCode[] = [
  'INVALID_CREDENTIALS',
  'EMAIL_TAKEN',
  'WEAK_PASSWORD',
  'NO_CAPACITY',
  'RATE_LIMITED',
  'NOT_REFUNDABLE',
  'DISPUTE_OPEN',
  'NOT_IN_CONTROL',
  'TOO_MANY_SHARES',
  'RECORDING_FULL',
  'FILES_NOT_ALLOWED',
  'NO_ROOM_FOR_FILE',
  'PAYLOAD_TOO_LARGE',
];

/** The reference to show beside a failure, where support could be asked about it. */
export function referenceOf(error: BackendError): string | undefined {
  return OWN_TO_MEND.includes(error.code) ? undefined : error.reference;
}

const WORDS: Partial<Record<BackendErrorCode, FailureWords>> = {
  OFFLINE: {
    title: 'We cannot reach the server',
    advice: 'Check your network, then try again.',
  },
  UNREADABLE: {
    title: 'The server answered something we do not understand',
    advice: 'Reload the page: a newer version may be out.',
  },
  UNAUTHENTICATED: { title: 'You are signed out', advice: 'Sign in again to go on.' },
  INVALID_CREDENTIALS: {
    title: 'That email and password do not match',
    advice: 'Check both and try again.',
  },
  SESSION_REUSED: { title: 'You are signed out', advice: 'Sign in again to go on.' },
  FORBIDDEN: { title: 'This is not open to your account', advice: 'Ask an administrator if you need it.' },
  ACCOUNT_DISABLED: {
    title: 'This account is closed',
    advice: 'Write to support if you think that is wrong.',
  },
  ACCOUNT_FROZEN: {
    title: 'This account is on hold',
    advice: 'A payment of yours is disputed at your bank. Write to support to settle it.',
  },
  NOT_FOUND: {
    title: 'There is nothing here',
    advice: 'It may have been removed, or belong to another account.',
  },
  EMAIL_TAKEN: { title: 'There is an account with this email already', advice: 'Sign in instead.' },
  RECORDING_NOT_ALLOWED: {
    title: 'Recording is not yours to switch here',
    advice: 'Whoever runs this service decides what is recorded.',
  },
  RECORDING_FULL: {
    title: 'There is no room left for recordings',
    advice: 'Delete a recording of this session, then start again.',
  },
  WEAK_PASSWORD: {
    title: 'That password is too easy to guess',
    advice: 'Choose one that is longer or rarer.',
  },
  NO_CAPACITY: {
    title: 'No desktop is free right now',
    advice: 'Nothing was charged. Try again in a few minutes.',
  },
  SESSION_ENDED: { title: 'This session has ended already', advice: 'Nothing was changed.' },
  DESKTOP_NOT_READY: {
    title: 'The desktop is still starting',
    advice: 'Try again in a few seconds.',
  },
  NOT_REFUNDABLE: {
    title: 'There is no money to give back',
    advice: 'It was not paid, or it went back already. The order says which.',
  },
  DISPUTE_OPEN: {
    title: 'A dispute is not decided yet',
    advice: 'The account stays on hold until the bank has decided.',
  },
  NOT_IN_CONTROL: {
    title: 'Another window controls the desktop',
    advice: 'Take control in this window first.',
  },
  TOO_MANY_SHARES: {
    title: 'This session has as many links as it may',
    advice: 'Take one back, then make another.',
  },
  FILES_NOT_ALLOWED: {
    title: 'Files do not go this way here',
    advice: 'Whoever runs this service has switched it off.',
  },
  NO_ROOM_FOR_FILE: {
    title: 'The desktop has no room for this file',
    advice: 'Delete something in its Downloads folder, then try again.',
  },
  PAYLOAD_TOO_LARGE: { title: 'That is too large', advice: 'Send something smaller.' },
  RATE_LIMITED: { title: 'That was too often in a short time', advice: 'Wait a moment, then try again.' },
  TOO_MANY_CONNECTIONS: {
    title: 'Too many windows are open',
    advice: 'Close another window with this desktop, then try again.',
  },
  PAYMENT_PROVIDER_UNAVAILABLE: {
    title: 'Payments are not working right now',
    advice: 'Nothing was charged. Try again in a few minutes.',
  },
};

/** What to tell a person about a failure: what happened, then what to do. The reference is shown beside it. */
export function failureWords(error: BackendError): FailureWords {
  const words = WORDS[error.code];
  const wait = error.facts.retryAfterSeconds;
  if (words && error.code === 'RATE_LIMITED' && wait)
    return { ...words, advice: `Try again in ${wait === 1 ? '1 second' : `${wait} seconds`}.` };
  if (words) return words;
  if (error.status >= 500)
    return { title: 'Something broke on our side', advice: 'Nothing is lost. Try again in a moment.' };
  return { title: error.facts.title, advice: error.facts.detail ?? 'Try again, or reload the page.' };
}
