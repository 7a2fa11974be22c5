/** Where a reader stands in a session's log: everything up to `seq` was delivered. `epoch` names the log itself. */
export interface ResumePoint {
  readonly seq: number;
  /** Unknown when only a sequence number was remembered. */
  readonly epoch?: string | undefined;
}

/**
 * What an arriving sequence number means to a reader who stands at `at`: the next one is delivered, one seen before
 * is dropped, and a gap means that this connection cannot be trusted to be complete.
 */
export function judgeSeq(at: number, seq: number): 'next' | 'seen' | 'gap' {
  if (seq <= at) return 'seen';
  return seq === at + 1 ? 'next' : 'gap';
}
