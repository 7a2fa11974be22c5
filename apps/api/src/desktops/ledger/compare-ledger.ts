import type { DesktopPhase, DesktopVerdict, TraceCounts, TraceKind } from '#contracts';
import { countByKind, type Trace } from '../trace.js';

/** A desktop that a row knows of. */
export interface ExpectedDesktop {
  desktopId: string;
  phase: DesktopPhase;
}

export interface ComparedDesktop {
  desktopId: string;
  phase: DesktopPhase | null;
  verdict: DesktopVerdict;
  expected: TraceCounts;
  found: TraceCounts;
  /** What was found and nobody owns. */
  orphans: Trace[];
}

/** What may be found of a desktop: all that one leaves, any part of it while it comes or goes, or nothing at all. */
const PRESENCE: Record<DesktopPhase, 'all' | 'any' | 'none'> = {
  starting: 'any',
  warm: 'all',
  ready: 'all',
  ending: 'any',
  lost: 'none',
};

/**
 * Expected against found, desktop by desktop. Owned is what a row of this host names, and nothing else counts: neither
 * that it is busy nor that it has been idle for long. `leaves` is what of a running desktop there is at least.
 */
export function compareLedger(
  rows: readonly ExpectedDesktop[],
  traces: readonly Trace[],
  leaves: TraceCounts,
): ComparedDesktop[] {
  const found = Map.groupBy(traces, ({ desktopId }) => desktopId);
  const known = rows.map(({ desktopId, phase }) => {
    const of = found.get(desktopId) ?? [];
    found.delete(desktopId);
    return compareOne(desktopId, phase, of, leaves);
  });
  return [...known, ...[...found].map(([id, of]) => compareOne(id, null, of, leaves))];
}

function compareOne(
  desktopId: string,
  phase: DesktopPhase | null,
  traces: readonly Trace[],
  leaves: TraceCounts,
): ComparedDesktop {
  const presence = phase === null ? 'none' : PRESENCE[phase];
  const expected = presence === 'all' ? leaves : {};
  const found = countByKind(traces);
  const orphans = presence === 'none' ? [...traces] : [];
  const isShort = Object.entries(expected).some(([kind, least]) => (found[kind as TraceKind] ?? 0) < least);
  const verdict = orphans.length > 0 ? 'orphan' : isShort ? 'missing' : 'kept';
  return { desktopId, phase, verdict, expected, found, orphans };
}
