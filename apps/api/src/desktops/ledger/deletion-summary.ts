import type { TraceCounts, TraceKind } from '#contracts';

export interface DeletedPart {
  kind: TraceKind;
  id: string;
  bytes: number;
  goneAt: Date | null;
}

/** What the audit trail says of a deletion. The parts themselves stay in their table. */
export interface DeletionSummary {
  orderedAt: string;
  goneAt: string;
  tookMs: number;
  existed: TraceCounts;
  bytes: number;
}

/** `goneAt` of the last part; that of the certificate when nothing was there to be found. */
export function summaryOf(
  { orderedAt, goneAt }: { orderedAt: Date; goneAt: Date },
  parts: readonly DeletedPart[],
): DeletionSummary {
  const existed: TraceCounts = {};
  for (const { kind } of parts) existed[kind] = (existed[kind] ?? 0) + 1;
  const times = parts.flatMap((part) => (part.goneAt === null ? [] : [part.goneAt.getTime()]));
  const last = times.length > 0 ? new Date(Math.max(...times)) : goneAt;
  return {
    orderedAt: orderedAt.toISOString(),
    goneAt: last.toISOString(),
    tookMs: Math.max(last.getTime() - orderedAt.getTime(), 0),
    existed,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
