import type { EndReason, SessionView } from '#contracts';
import { clockTime } from '../ui/time-words.js';

/** One word for lists. */
export const END_LABELS: Record<EndReason, string> = {
  expired: 'Time was up',
  revoked: 'Ended by an administrator',
  ended_by_user: 'Ended by you',
  refunded: 'Refunded',
  disputed: 'Payment disputed',
  failed_to_start: 'Did not start',
};

export interface EndWords {
  title: string;
  text: string;
  /** Whether another one can be bought right away. */
  mayStartAnother: boolean;
}

/** Why a session is over and what one can do now. An administrator's own reason never reaches the customer. */
export function endWords(
  reason: EndReason | undefined,
  endedAt: string | undefined,
  reference: string,
  desktop: SessionView['desktop'] = { state: 'gone' },
): EndWords {
  const at = endedAt ? ` at ${clockTime(endedAt)}` : '';
  const deleted = deletionWords(desktop, endedAt);
  const support = `If you think that is wrong, write to support with reference ${reference}.`;
  const words: Record<EndReason, EndWords> = {
    expired: {
      title: 'Your time is over',
      text: `It ran out${at}.${deleted}`,
      mayStartAnother: true,
    },
    revoked: {
      title: 'This session was ended by an administrator',
      text: `It happened${at}.${deleted} ${support}`,
      mayStartAnother: true,
    },
    ended_by_user: {
      title: 'You ended this session',
      text: `It happened${at}.${deleted}`,
      mayStartAnother: true,
    },
    refunded: {
      title: 'This session was refunded',
      text: `Your money is on its way back to you. The session ended${at}.${deleted}`,
      mayStartAnother: true,
    },
    disputed: {
      title: 'The payment for this session is disputed',
      text: `The session ended${at}, and your account is on hold until your bank decides. ${support}`,
      mayStartAnother: false,
    },
    failed_to_start: {
      title: 'We could not start a desktop',
      text: 'Your money has been sent back. It arrives within a few days.',
      mayStartAnother: true,
    },
  };
  return reason
    ? words[reason]
    : { title: 'This session is over', text: `It ended${at}. ${support}`, mayStartAnother: true };
}

/** Only what is known: a desktop that is somebody else's server has no certificate, and is not said to be deleted. */
function deletionWords({ state, deletedAt }: SessionView['desktop'], endedAt: string | undefined): string {
  if (!deletedAt) return state === 'gone' ? '' : ' Everything in the desktop is being deleted.';
  const isSameMinute = endedAt !== undefined && clockTime(deletedAt, true) === clockTime(endedAt, true);
  const last = isSameMinute ? '' : `, the last of it at ${clockTime(deletedAt)}`;
  return ` Everything in the desktop has been deleted${last}.`;
}
