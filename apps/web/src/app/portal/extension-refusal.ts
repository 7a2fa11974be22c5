import type { BackendErrorCode } from '../backend/backend-error.js';

export interface ExtensionRefusal {
  title: string;
  text: string;
  mayStartAnother?: true;
  mayTryAgain?: true;
}

const REFUSALS: Partial<Record<BackendErrorCode, ExtensionRefusal>> = {
  SESSION_ENDED: {
    title: 'This session is over',
    text: 'A session that has ended cannot be extended, since everything in it is deleted. Nothing was charged.',
    mayStartAnother: true,
  },
  DESKTOP_NOT_READY: {
    title: 'Your desktop is still starting',
    text: 'Its time begins when it is up, and can be extended from then on. Nothing was charged.',
    mayTryAgain: true,
  },
  ACCOUNT_FROZEN: {
    title: 'This account is on hold',
    text: 'A payment of yours is disputed at your bank. Write to support to settle it. Nothing was charged.',
  },
  NOT_FOUND: {
    title: 'There is no such session',
    text: 'It may belong to another account. Nothing was charged.',
  },
};

/** Why a session gets no more time, in words of its own; undefined where a failure's usual words will do. */
export function extensionRefusal(code: BackendErrorCode | undefined): ExtensionRefusal | undefined {
  return code && REFUSALS[code];
}
