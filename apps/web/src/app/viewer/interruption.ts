import { CLOSE_CODES } from '#contracts';
import type { ConnectionState } from '#realtime';

/** What a person is told while the picture is not there. */
export interface Interruption {
  title: string;
  text: string;
  /** Something is being done about it: shown with a moving ring, else with a still sign. */
  busy: boolean;
  /** "Try now" makes sense. */
  retries: boolean;
}

/** While coming back: why it went, in words that blame nobody. The wait is added by `withWait`. */
const COMING_BACK: Record<number, string> = {
  [CLOSE_CODES.RESTART]: 'We are updating the service. Your desktop keeps running.',
  [CLOSE_CODES.CANNOT_CONFIRM]:
    'Our server lost touch with the rest of the service. Your desktop keeps running.',
  [CLOSE_CODES.REPLACED]: 'Your desktop has moved. We are opening it again.',
  [CLOSE_CODES.DESKTOP_LOST]: 'Your desktop stopped and is being started again.',
  [CLOSE_CODES.DESKTOP_NOT_READY]: 'Your desktop is not ready yet.',
  [CLOSE_CODES.TOO_SLOW]: 'Your network could not keep up with the picture.',
  [CLOSE_CODES.TOO_MANY]: 'Too many windows with desktops are open. Close one of them.',
};

const NETWORK = 'Your network is dropping the connection.';

const GIVEN_UP: Record<number, Pick<Interruption, 'title' | 'text'>> = {
  [CLOSE_CODES.SIGN_IN_AGAIN]: { title: 'You are signed out', text: 'Sign in again to see your desktop.' },
  [CLOSE_CODES.NOT_ALLOWED]: {
    title: 'This desktop is not open to you',
    text: 'Its owner, or an administrator, can open it.',
  },
  [CLOSE_CODES.SESSION_ENDED]: { title: 'This session is over', text: 'Finding out why.' },
  [CLOSE_CODES.NO_SUCH_SESSION]: {
    title: 'There is no such desktop',
    text: 'It has ended, or it belongs to another account.',
  },
};

const LOST = { title: 'The picture is lost', text: 'Reload the page to open it again.' };

/**
 * What to say about the connection to a desktop; undefined while the picture is there, also when it stutters.
 *
 * @param retryInMs what is left of the wait before the next try
 */
export function interruptionOf(state: ConnectionState, retryInMs: number): Interruption | undefined {
  switch (state.name) {
    case 'connected':
    case 'unstable':
      return undefined;
    case 'idle':
      return {
        title: 'Opening your desktop',
        text: 'The picture comes in a moment.',
        busy: true,
        retries: false,
      };
    case 'connecting':
      return state.awaySince === null
        ? {
            title: 'Opening your desktop',
            text: 'The picture comes in a moment.',
            busy: true,
            retries: false,
          }
        : { title: 'Reconnecting', text: 'Your desktop keeps running.', busy: true, retries: false };
    case 'signing-in':
      return { title: 'Reconnecting', text: 'Renewing your sign-in.', busy: true, retries: false };
    case 'reconnecting': {
      const why = COMING_BACK[state.because.code] ?? NETWORK;
      return { title: 'Reconnecting', text: withWait(why, retryInMs), busy: true, retries: true };
    }
    case 'stopped':
      return { ...(GIVEN_UP[state.because.code] ?? LOST), busy: false, retries: false };
  }
}

/** "… Trying again in 4 s." Counts whole seconds up, so that it never says 0. */
export function withWait(why: string, retryInMs: number): string {
  const seconds = Math.ceil(retryInMs / 1000);
  return seconds > 0 ? `${why} Trying again in ${seconds} s.` : `${why} Trying again now.`;
}
