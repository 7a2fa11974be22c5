import { SESSION_EVENTS, type SessionEvent, type SessionEventName } from '#contracts';

/** What there is to say above the desktop about its time: that it runs out, or that some was added just now. */
export type TimeNotice =
  { kind: 'expiring'; seq: number; minutesLeft: number } | { kind: 'extended'; seq: number; seconds: number };

const MOVES_OR_NEARS_THE_END: ReadonlySet<string> = new Set<SessionEventName>([
  'session.expiring',
  'session.extended',
  'session.shortened',
]);

/**
 * The newest event that changed or announced the end decides: an extension answers the warnings before it. What was
 * closed stays closed, and time that was added before the page was opened (`knownSeq`) is no news.
 */
export function timeNoticeOf(
  events: readonly Pick<SessionEvent, 'seq' | 'name' | 'data'>[],
  { closedSeq, knownSeq }: { closedSeq: number; knownSeq: number },
): TimeNotice | undefined {
  const newest = events.findLast(({ name }) => MOVES_OR_NEARS_THE_END.has(name));
  if (!newest || newest.seq <= closedSeq || newest.name === 'session.shortened') return undefined;
  const { seq } = newest;
  if (newest.name === 'session.expiring') {
    const { data } = SESSION_EVENTS['session.expiring'].safeParse(newest.data);
    return data && { kind: 'expiring', seq, minutesLeft: data.minutesLeft };
  }
  const { data } = SESSION_EVENTS['session.extended'].safeParse(newest.data);
  return data && seq > knownSeq ? { kind: 'extended', seq, seconds: data.seconds } : undefined;
}
