import type { DeletionCertificate, TraceKind } from '#contracts';

export interface CertificateRow {
  desktopId: string;
  generation: number;
  orderedAt: Date;
  certifiedAt: Date | null;
  parts: {
    kind: TraceKind;
    id: string;
    label: string | null;
    bytes: number;
    foundAt: string;
    goneAt: string | null;
  }[];
}

/** A deletion for a reader: whole once it is certified, and as far as it has come before that. */
export function toCertificate(row: CertificateRow): DeletionCertificate {
  const parts = row.parts.map(({ label, foundAt, goneAt, ...part }) => ({
    ...part,
    ...(label !== null && { label }),
    foundAt: rfc3339(foundAt),
    goneAt: goneAt === null ? null : rfc3339(goneAt),
  }));
  return {
    desktopId: row.desktopId,
    generation: row.generation,
    orderedAt: row.orderedAt.toISOString(),
    goneAt: row.certifiedAt?.toISOString() ?? null,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    parts,
  };
}

/** PostgreSQL's JSON has microseconds and its own offset. */
function rfc3339(text: string): string {
  return new Date(text).toISOString();
}
