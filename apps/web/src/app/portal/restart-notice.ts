import { SESSION_EVENTS, type SessionEvent } from '#contracts';
import { clockTime } from '../ui/time-words.js';

/** What was started again, and with that what there is to say of it above the desktop. */
export interface RestartNotice {
  kind: 'desktop' | 'browser';
  seq: number;
  /** When it stopped. */
  at: string;
}

type Happened = Pick<SessionEvent, 'seq' | 'name' | 'data' | 'at'>;

/**
 * A desktop that was lost takes all with it, and that is told until it is put away (`closedSeq`), also to one who was
 * not there. A browser that crashed has its tabs back: told only while the page looks on (after `knownSeq`).
 */
export function restartNoticeOf(
  events: readonly Happened[],
  { closedSeq, knownSeq }: { closedSeq: number; knownSeq: number },
): RestartNotice | undefined {
  const newest = events.findLast(({ name }) => name === 'desktop.lost' || name === 'desktop.restarted');
  // Of one that is on its way the stage speaks.
  if (newest?.name !== 'desktop.restarted') return undefined;
  const restart = newestRestart(events, undefined, closedSeq);
  if (restart) {
    const lost = events.findLast(({ name, seq }) => name === 'desktop.lost' && seq < restart.seq);
    return { kind: 'desktop', seq: restart.seq, at: lost?.at ?? restart.at };
  }
  const browser = newestRestart(events, 'browser', Math.max(closedSeq, knownSeq));
  return browser && { kind: 'browser', seq: browser.seq, at: browser.at };
}

/** `hasCopy`: of its files. */
export function restartWords({ kind, at }: RestartNotice, hasCopy: boolean): string {
  if (kind === 'browser') return 'Your browser crashed and was started again. Your tabs are back.';
  const cost = hasCopy
    ? 'Its pages and sign-ins are gone; the copy of your files is under Files.'
    : 'Its pages, sign-ins and files are gone.';
  return `Your desktop stopped by itself at ${clockTime(at)} and was started again. ${cost}`;
}

function newestRestart(
  events: readonly Happened[],
  program: 'browser' | undefined,
  afterSeq: number,
): Happened | undefined {
  return events.findLast(({ name, seq, data }) => {
    if (name !== 'desktop.restarted' || seq <= afterSeq) return false;
    const restarted = SESSION_EVENTS[name].safeParse(data);
    return restarted.success && restarted.data.program === program;
  });
}
