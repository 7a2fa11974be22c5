import type { SessionEvent } from '#contracts';
import { spanWords } from '../ui/time-words.js';
import { sentenceOf } from './event-sentences.js';
import { toldEvents } from './told-events.js';

/** The newest are told; the timeline has them all. */
const MAX_TOLD = 2;

/** A loss of the connection that is over. */
export interface Absence {
  awayMs: number;
  /** The last event that was there when the connection was lost. */
  afterSeq: number;
  /** Server time of the return, milliseconds. */
  untilMs: number;
}

/** The strip of a desktop that was started again says these, and what they cost. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['desktop.lost', 'desktop.restarted']);

/** How long somebody was away and what happened meanwhile. */
export function absenceWords(
  { awayMs, afterSeq, untilMs }: Absence,
  events: readonly SessionEvent[],
): string {
  const missed = toldEvents(events, 'owner').filter(
    ({ seq, at, name }) => seq > afterSeq && Date.parse(at) <= untilMs && name !== 'control.changed',
  );
  const away = `You were away for ${spanWords(awayMs)}.`;
  if (missed.length === 0) return `${away} Nothing was missed.`;
  const told = missed
    .filter(({ name }) => !SAID_ELSEWHERE.has(name))
    .flatMap((event) => sentenceOf(event, 'owner')?.text ?? []);
  if (told.length === 0) return away;
  const more = told.length - MAX_TOLD;
  const rest = more > 0 ? ` And ${more} more in the timeline.` : '';
  return `${away} Meanwhile: ${told.slice(-MAX_TOLD).join('. ')}.${rest}`;
}
