import type { DesktopAccount, SessionId } from '#contracts';
import type { LedgerLook } from './host-ledger.js';

/** A look as the console shows it: what was compared, with whose it is. */
export function accountsOf({ desktops, rows }: LedgerLook): DesktopAccount[] {
  return desktops.map(({ desktopId, phase, verdict, expected, found, orphans }) => {
    const row = rows.get(desktopId);
    return {
      desktopId,
      phase,
      sessionId: (row?.sessionId ?? null) as SessionId | null,
      reference: row?.reference ?? null,
      generation: row?.generation ?? null,
      since: row?.since.toISOString() ?? null,
      verdict,
      expected,
      found,
      orphans: orphans.map(({ kind, id, label }) => ({ kind, id, ...(label !== undefined && { label }) })),
    };
  });
}
