import { ClientMessageParser } from '#rfb';
import type { DropReason } from '../policy/verdict.js';
import type { ViewerPolicy } from '../policy/viewer-policy.js';
import { malformed, type RelayEnd } from './relay-end.js';

export interface InputRead {
  /** What may go to the desktop, in order: whole messages only. */
  readonly allowed: readonly Uint8Array[];
  /** Set when the viewer has to be closed for what came behind them. */
  readonly end?: RelayEnd;
}

/** A viewer's bytes, parsed and judged message by message. */
export class ViewerInput {
  readonly dropped = new Map<DropReason, number>();
  private readonly parser = new ClientMessageParser();

  constructor(private readonly policy: ViewerPolicy) {}

  read(chunk: Uint8Array): InputRead {
    const allowed: Uint8Array[] = [];
    this.parser.push(chunk);
    for (;;) {
      const parsed = this.parser.next();
      if (parsed.status === 'incomplete') return { allowed };
      if (parsed.status === 'malformed') return { allowed, end: malformed(parsed.reason) };
      const verdict = this.policy.judge(parsed.message);
      if (verdict.act === 'close') return { allowed, end: verdict };
      if (verdict.act === 'pass') allowed.push(verdict.bytes);
      else this.dropped.set(verdict.reason, (this.dropped.get(verdict.reason) ?? 0) + 1);
    }
  }
}
