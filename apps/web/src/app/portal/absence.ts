import type { SessionEvent } from '#contracts';
import { spanWords } from '../ui/time-words.js';
import { sentenceOf } from './event-sentences.js';

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

/** How long somebody was away and what happened meanwhile, apart from their own window's coming and going. */
export function absenceWords(
  { awayMs, afterSeq, untilMs }: Absence,
  events: readonly SessionEvent[],
): string {
  const told = events
    .filter((event) => event.seq > afterSeq && Date.parse(event.at) <= untilMs && !isOwnWindow(event))
    .flatMap((event) => sentenceOf(event, 'owner')?.text ?? []);
  const away = `You were away for ${spanWords(awayMs)}.`;
  if (told.length === 0) return `${away} Nothing was missed.`;
  const more = told.length - MAX_TOLD;
  const rest = more > 0 ? ` And ${more} more in the timeline.` : '';
  return `${away} Meanwhile: ${told.slice(-MAX_TOLD).join('. ')}.${rest}`;
}

function isOwnWindow({ name, data }: SessionEvent): boolean {
  return name === 'control.changed' || (name.startsWith('viewer.') && data['by'] === 'customer');
}
