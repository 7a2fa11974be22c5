import type { CheckoutStatus, EndReason, SessionView } from '#contracts';

export type StepState = 'waiting' | 'now' | 'done' | 'failed';

/** One honest step on the way from the payment to the picture. */
export interface Step {
  title: string;
  note: string;
  state: StepState;
}

export interface CheckoutFacts {
  status: CheckoutStatus | undefined;
  session: Pick<SessionView, 'state' | 'endReason' | 'desktop'> | undefined;
  /** How long this page has waited for the step that is under way. */
  waitedMs: number;
}

/** A desktop is up within seconds; when it is not, we say so and what happens to the money. */
export const LONG_WAIT_MS = 20_000;

/**
 * Where the way ends: still going, waiting for a bank for days, go to the session, or nothing more will come: not paid, no
 * desktop, or a session that was there and is over.
 */
export type Outcome = 'going' | 'banking' | 'there' | 'unpaid' | 'failed' | 'over';

export function outcomeOf({ status, session }: CheckoutFacts): Outcome {
  if (session?.state === 'active') return 'there';
  if (session?.state === 'ended') return session.endReason === 'failed_to_start' ? 'failed' : 'over';
  if (status === 'expired' || status === 'failed') return 'unpaid';
  if (status === 'pending') return 'banking';
  return 'going';
}

/** The three steps as they stand. */
export function stepsOf(facts: CheckoutFacts): Step[] {
  return [paidStep(facts), desktopStep(facts), pictureStep(facts)];
}

/** The payment itself, whatever it is for. */
export function paidStep({ status, waitedMs }: Pick<CheckoutFacts, 'status' | 'waitedMs'>): Step {
  const title = 'Payment';
  if (status === 'paid') return { title, state: 'done', note: 'Your payment arrived.' };
  if (status === 'expired')
    return { title, state: 'failed', note: 'The payment page was closed in time. Nothing was charged.' };
  if (status === 'failed') return { title, state: 'failed', note: 'Your bank said no. Nothing was charged.' };
  if (status === 'pending')
    return {
      title,
      state: 'now',
      note: 'Your bank is working on it. That can take days.',
    };
  if (waitedMs > LONG_WAIT_MS)
    return {
      title,
      state: 'now',
      note: 'We have not heard of your payment yet. If you paid, keep this page open: it is found within minutes.',
    };
  return { title, state: 'now', note: 'Checking with the payment provider.' };
}

function desktopStep({ status, session, waitedMs }: CheckoutFacts): Step {
  const title = 'Desktop';
  if (status !== 'paid') return { title, state: 'waiting', note: 'Starts when the payment is there.' };
  if (session?.state === 'ended') return { title, state: 'failed', note: endNote(session.endReason) };
  if (session?.state === 'active')
    return { title, state: 'done', note: 'Your desktop is up. Your time begins now.' };
  if (waitedMs > LONG_WAIT_MS)
    return {
      title,
      state: 'now',
      note: 'This takes longer than it should. If no desktop starts within 10 minutes, your money goes back by itself.',
    };
  return { title, state: 'now', note: session ? 'Starting a browser of your own.' : 'Making room for you.' };
}

function pictureStep(facts: CheckoutFacts): Step {
  const title = 'Picture';
  const outcome = outcomeOf(facts);
  if (outcome === 'there') return { title, state: 'now', note: 'Opening it.' };
  const none = outcome === 'failed' || outcome === 'over' || outcome === 'unpaid';
  return { title, state: 'waiting', note: none ? 'Nothing to see this time.' : 'Then you see it here.' };
}

function endNote(reason: EndReason | undefined): string {
  return reason === 'failed_to_start' ? 'It did not start.' : 'This session is over already.';
}
