import type { SessionId } from '#contracts';

const KEY = 'oda.restart-closed';

/** Up to which event a session's restarts were put away in this browser; 0 when none was, or it cannot be known. */
export function closedUpTo(sessionId: SessionId): number {
  try {
    const [session, seq] = localStorage.getItem(KEY)?.split(' ') ?? [];
    return session === sessionId ? Number(seq) || 0 : 0;
  } catch {
    return 0; // storage is closed to us
  }
}

/** Of one session only, the last: who has two at once is told twice rather than never. */
export function keepClosed(sessionId: SessionId, seq: number): void {
  try {
    localStorage.setItem(KEY, `${sessionId} ${seq}`);
  } catch {
    // Private windows may refuse storage: it is said again after a reload.
  }
}
