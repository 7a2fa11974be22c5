import * as z from 'zod';
import { SessionId, Timestamp } from './scalars.js';

/** What a desktop leaves on its host while it lives; `container` stands for all of it where a runtime keeps it. */
export const TraceKind = z.enum([
  'process',
  'socket',
  'mount',
  'namespace',
  'cgroup',
  'file',
  'user',
  'container',
]);
export type TraceKind = z.infer<typeof TraceKind>;

/** How many by kind; a kind that is absent is none. */
export const TraceCounts = z.partialRecord(TraceKind, z.int());
export type TraceCounts = z.infer<typeof TraceCounts>;

/** One thing found on a host. `label` is for a reader: the name of a program, say. */
export const TraceView = z.object({ kind: TraceKind, id: z.string(), label: z.string().optional() });

export const DesktopPhase = z.enum(['starting', 'warm', 'ready', 'lost', 'ending']);
export type DesktopPhase = z.infer<typeof DesktopPhase>;

/** `missing`: something that must be there is not. `orphan`: something is there that nobody owns. */
export const DesktopVerdict = z.enum(['kept', 'missing', 'orphan']);
export type DesktopVerdict = z.infer<typeof DesktopVerdict>;

/** One desktop in the ledger: what must be there against what was found. `phase` is null for what nobody owns. */
export const DesktopAccount = z.object({
  desktopId: z.string(),
  phase: DesktopPhase.nullable(),
  sessionId: SessionId.nullable(),
  reference: z.string().nullable(),
  generation: z.int().nullable(),
  since: Timestamp.nullable(),
  verdict: DesktopVerdict,
  expected: TraceCounts,
  found: TraceCounts,
  /** Only of what nobody owns. */
  orphans: z.array(TraceView),
});
export type DesktopAccount = z.infer<typeof DesktopAccount>;

/** Why no further place is offered: no memory for one, or desktops that do not start at the moment. */
export const CapacityLimit = z.enum(['memory', 'failing_starts']);
export type CapacityLimit = z.infer<typeof CapacityLimit>;

/**
 * Places for sessions. `max` is what can be served now; `warm` of the free ones are ready. `failure`: why the last start
 * failed, with `failing_starts`.
 */
export const DesktopCapacity = z.object({
  max: z.int(),
  inUse: z.int(),
  warm: z.int(),
  limitedBy: CapacityLimit.optional(),
  failure: z.string().optional(),
});
export type DesktopCapacity = z.infer<typeof DesktopCapacity>;

/** The warm pool: how many were asked for, and how many the host's memory lets it keep now. */
export const WarmPoolState = z.object({ size: z.int(), target: z.int(), availableBytes: z.number() });
export type WarmPoolState = z.infer<typeof WarmPoolState>;

/** One host's desktops as its own look found them. */
export const DesktopHostView = z.object({
  host: z.string(),
  driver: z.string(),
  lookedAt: Timestamp,
  tookMs: z.number(),
  capacity: DesktopCapacity,
  pool: WarmPoolState,
  desktops: z.array(DesktopAccount),
});
export type DesktopHostView = z.infer<typeof DesktopHostView>;

/** GET /api/admin/desktops */
export const DesktopHosts = z.object({ now: Timestamp, items: z.array(DesktopHostView) });
export type DesktopHosts = z.infer<typeof DesktopHosts>;

/** Proof that a desktop was deleted: what existed, and when a look no longer found it, by the database's clock. */
export const DeletionCertificate = z.object({
  desktopId: z.string(),
  generation: z.int(),
  orderedAt: Timestamp,
  /** Null while something is left. */
  goneAt: Timestamp.nullable(),
  bytes: z.number(),
  parts: z.array(TraceView.extend({ bytes: z.number(), foundAt: Timestamp, goneAt: Timestamp.nullable() })),
});
export type DeletionCertificate = z.infer<typeof DeletionCertificate>;

/** GET /api/admin/sessions/:id/deletions: one certificate for each desktop the session has had. */
export const DeletionCertificates = z.object({ items: z.array(DeletionCertificate) });
export type DeletionCertificates = z.infer<typeof DeletionCertificates>;
