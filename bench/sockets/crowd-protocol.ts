/** One socket of a crowd: where it goes, as whom, what it follows. */
export interface Seat {
  url: string;
  origin: string;
  accessToken?: string;
  sessionId?: string;
  /** Follows the session from here; absent: only connects. */
  after?: number;
  /** Is settled when it has this event. */
  until?: number;
  /** A plain `ws` server that knows no tokens. */
  bare?: true;
}

export type CrowdOrder =
  | { kind: 'sit'; seats: Seat[] }
  /** All at the same moment, each trying until it is back. */
  | { kind: 'return'; seats: Seat[] }
  | { kind: 'cut' }
  | { kind: 'report' };

export interface CrowdMember {
  seqs: number[];
  heardAtMs: number[];
  closed?: { code: number; atMs: number };
}

export type CrowdAnswer =
  | { kind: 'sat'; tookMs: number[] }
  | { kind: 'returned'; tookMs: number[] }
  | { kind: 'cut' }
  | { kind: 'report'; members: CrowdMember[] };
