import { CLOSE_CODES } from '#contracts';
import type { ConnectionState } from '#realtime';
import type { Loss } from './loss.js';

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
  [CLOSE_CODES.REPLACED]: 'Your desktop stopped and was started again. We are opening it.',
  [CLOSE_CODES.DESKTOP_LOST]: 'Your desktop stopped and is being started again.',
  [CLOSE_CODES.DESKTOP_NOT_READY]: 'Your desktop is not ready yet.',
  [CLOSE_CODES.TOO_SLOW]: 'Your network could not keep up with the picture.',
  [CLOSE_CODES.TOO_MANY]: 'Too many windows with desktops are open. Close one of them.',
  [CLOSE_CODES.SIGN_IN_AGAIN]: 'Your sign-in was renewed.',
};

/** What the tries say of a desktop that was heard to stop: one thing, until its picture is back. */
const OF_THE_DESKTOP: ReadonlySet<number> = new Set<number>([
  CLOSE_CODES.RESTART,
  CLOSE_CODES.CANNOT_CONFIRM,
  CLOSE_CODES.REPLACED,
  CLOSE_CODES.DESKTOP_NOT_READY,
]);

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

const OPENING = 'Opening your desktop';
const SOON = 'The picture comes in a moment.';
const LOST = { title: 'The picture is lost', text: 'Reload the page to open it again.' };

/** Whose eyes it is for: the desktop is "yours" only to the one who has it. */
type Looker = 'owner' | 'other';

/**
 * What to say about the connection to a desktop; undefined while the picture is there, also when it stutters.
 *
 * @param retryInMs what is left of the wait before the next try
 * @param loss      why the picture went; the state itself forgets that at the next try
 */
export function interruptionOf(
  state: ConnectionState,
  retryInMs: number,
  loss: Loss | undefined,
  looker: Looker,
): Interruption | undefined {
  const interruption = interruptionOfOwner(state, retryInMs, loss);
  if (!interruption || looker === 'owner') return interruption;
  return { ...interruption, title: notYours(interruption.title), text: notYours(interruption.text) };
}

function interruptionOfOwner(
  state: ConnectionState,
  retryInMs: number,
  loss: Loss | undefined,
): Interruption | undefined {
  switch (state.name) {
    case 'connected':
    case 'unstable':
      return undefined;
    case 'idle':
      return { title: OPENING, text: SOON, busy: true, retries: false };
    case 'connecting': {
      const text = loss ? withWait(whyOf(loss), 0) : SOON;
      return { title: titleOf(state), text, busy: true, retries: false };
    }
    case 'signing-in':
      return { title: titleOf(state), text: 'Renewing your sign-in.', busy: true, retries: false };
    case 'reconnecting': {
      const why = loss ? whyOf(loss) : (COMING_BACK[state.because.code] ?? NETWORK);
      return { title: titleOf(state), text: withWait(why, retryInMs), busy: true, retries: true };
    }
    case 'stopped':
      return { ...(GIVEN_UP[state.because.code] ?? LOST), busy: false, retries: false };
  }
}

function titleOf({ awaySince }: { awaySince: number | null }): string {
  return awaySince === null ? OPENING : 'Reconnecting';
}

function whyOf({ latest, isDesktopGone }: Loss): string {
  const code = isDesktopGone && OF_THE_DESKTOP.has(latest) ? CLOSE_CODES.DESKTOP_LOST : latest;
  return COMING_BACK[code] ?? NETWORK;
}

function notYours(words: string): string {
  return words.replace(/\bYour desktop\b/g, 'The desktop').replace(/\byour desktop\b/g, 'the desktop');
}

/** "… Trying again in 4 s." Counts whole seconds up, so that it never says 0. */
export function withWait(why: string, retryInMs: number): string {
  const seconds = Math.ceil(retryInMs / 1000);
  return seconds > 0 ? `${why} Trying again in ${seconds} s.` : `${why} Trying again now.`;
}
