import type { TraceCounts, TraceKind } from '#contracts';

/**
 * One thing of a desktop found on its host. `id` tells it from every other of its kind, also from an earlier one of the
 * same name: a process's has its start time. Ownership is by marks that carry instance and desktop, never by idleness.
 */
export interface Trace {
  kind: TraceKind;
  id: string;
  desktopId: string;
  /** For a reader. */
  label?: string;
  bytes?: number;
}

export function countByKind(traces: readonly Trace[]): TraceCounts {
  const counts: TraceCounts = {};
  for (const { kind } of traces) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function traceKey({ kind, id }: Pick<Trace, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}
