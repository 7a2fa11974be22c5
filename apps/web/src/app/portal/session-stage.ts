import type { SessionView } from '#contracts';
import { type EndWords, endWords } from './end-words.js';

/** What the stage shows: a desktop, or why there is none. */
export type Stage =
  { kind: 'loading' } | { kind: 'starting' } | { kind: 'desktop' } | { kind: 'ended'; words: EndWords };

export function stageOf(session: SessionView | undefined): Stage {
  if (!session) return { kind: 'loading' };
  if (session.state === 'provisioning') return { kind: 'starting' };
  if (session.state === 'ended')
    return {
      kind: 'ended',
      words: endWords(session.endReason, session.endedAt, session.reference, session.desktop),
    };
  return { kind: 'desktop' };
}
