import type { CheckoutStatus, SessionView } from '#contracts';
import { clockTime } from '../ui/time-words.js';
import { paidStep, type Outcome, type Step } from './checkout-progress.js';

export interface ExtensionFacts {
  status: CheckoutStatus | undefined;
  /** The money goes back: the session had ended when it arrived. */
  refunded: boolean;
  session: Pick<SessionView, 'state' | 'expiresAt'> | undefined;
  waitedMs: number;
}

/** `over`: paid, and the session has ended, before or after: its orders say which, and where the money is. */
export type ExtensionOutcome = Outcome | 'over';

export function extensionOutcome({ status, refunded, session }: ExtensionFacts): ExtensionOutcome {
  if (refunded) return 'failed';
  if (status === 'paid') return session?.state === 'ended' ? 'over' : 'there';
  if (status === 'expired' || status === 'failed') return 'unpaid';
  return status === 'pending' ? 'banking' : 'going';
}

/** The two steps from the payment to a later end. */
export function extensionSteps(facts: ExtensionFacts): Step[] {
  return [paidStep(facts), timeStep(facts)];
}

function timeStep(facts: ExtensionFacts): Step {
  const title = 'Your time';
  const { session } = facts;
  switch (extensionOutcome(facts)) {
    case 'failed':
      return {
        title,
        state: 'failed',
        note: 'Your session had ended before the payment arrived. Your money is on its way back to you.',
      };
    case 'there':
      return {
        title,
        state: 'done',
        note: session?.expiresAt ? `It now ends on ${clockTime(session.expiresAt, true)}.` : 'It was added.',
      };
    case 'over':
      return {
        title,
        state: 'failed',
        note: 'If the payment came too late to be added, your money goes back by itself.',
      };
    case 'banking':
      return {
        title,
        state: 'waiting',
        note: 'Added when your bank confirms. Should your session be over by then, your money goes back by itself.',
      };
    default:
      return { title, state: 'waiting', note: 'Added when the payment is there.' };
  }
}
