import type { AdminSession, HolderKind, Receipt, RevokeManyAnswer } from '#contracts';

type Result = RevokeManyAnswer['results'][number];

/** What became of one session that was to be revoked. */
export interface Outcome {
  session: AdminSession;
  status: Result['status'];
  receipt: Receipt | undefined;
}

/** What is open now and will be closed, counted; as far as the table knows, which may be seconds old. */
export interface Closing {
  kind: HolderKind;
  count: number;
}

export function whatCloses(sessions: readonly AdminSession[]): Closing[] {
  const sum = (count: (session: AdminSession) => number) =>
    sessions.reduce((total, session) => total + count(session), 0);
  const closings: Closing[] = [
    { kind: 'events', count: sum(({ connections }) => connections.events) },
    { kind: 'desktop', count: sum(({ connections }) => connections.desktop) },
    { kind: 'process', count: sum(({ desktop }) => (desktop.state === 'gone' ? 0 : 1)) },
  ];
  return closings.filter(({ count }) => count > 0);
}

/** The answer's results beside the sessions they are about, in the order in which those were chosen. */
export function outcomesOf(sessions: readonly AdminSession[], results: readonly Result[]): Outcome[] {
  const byId = new Map(results.map((result) => [result.sessionId, result]));
  return sessions.map((session) => {
    const result = byId.get(session.id);
    return { session, status: result?.status ?? 'not_found', receipt: result?.receipt };
  });
}

export interface ReceiptLine {
  kind: HolderKind;
  id: string;
  node: string;
  /** Milliseconds from the revocation to the acknowledgement; undefined while that is missing. */
  afterMs: number | undefined;
}

/** A receipt as lines: what closed in the order in which it did, then what is still awaited. */
export function linesOf({ closed, missing }: Receipt): ReceiptLine[] {
  return [
    ...closed.toSorted((one, other) => one.afterMs - other.afterMs),
    ...missing.map((part) => ({ ...part, afterMs: undefined })),
  ];
}

/** When the last part was dark, in milliseconds; undefined while something is missing, or nothing was open. */
export function darkAfterMs(receipt: Receipt): number | undefined {
  if (!receipt.complete || receipt.closed.length === 0) return undefined;
  return Math.max(...receipt.closed.map(({ afterMs }) => afterMs));
}
