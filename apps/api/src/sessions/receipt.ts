import type { Receipt, SessionId } from '#contracts';
import type { HolderRecord } from '../signals/holders.js';

/** Every holder alive at `revokedAt`, with when it was gone or as missing. */
export function receiptOf(sessionId: string, revokedAt: Date, holders: readonly HolderRecord[]): Receipt {
  const gone = holders.filter((holder): holder is HolderRecord & { goneAt: Date } => holder.goneAt !== null);
  const missing = holders
    .filter(({ goneAt }) => goneAt === null)
    .map(({ kind, id, node }) => ({ kind, id, node }));
  return {
    sessionId: sessionId as SessionId,
    revokedAt: revokedAt.toISOString(),
    complete: missing.length === 0,
    closed: gone.map(({ kind, id, node, goneAt }) => ({
      kind,
      id,
      node,
      afterMs: goneAt.getTime() - revokedAt.getTime(),
    })),
    missing,
  };
}
