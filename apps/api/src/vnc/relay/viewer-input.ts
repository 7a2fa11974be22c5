import { ClientMessageParser, type ClientMessage } from '#rfb';
import type { DropReason } from '../policy/verdict.js';
import type { ViewerPolicy } from '../policy/viewer-policy.js';
import { malformed, type RelayEnd } from './relay-end.js';

const INPUT: ReadonlySet<ClientMessage['kind']> = new Set(['keyEvent', 'pointerEvent']);

export interface InputRead {
  /** What may go to the desktop, in order: whole messages only. */
  readonly allowed: readonly Uint8Array[];
  /** Whether the viewer pressed, moved or scrolled something in them. */
  readonly isInput: boolean;
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
    let isInput = false;
    this.parser.push(chunk);
    for (;;) {
      const parsed = this.parser.next();
      if (parsed.status === 'incomplete') return { allowed, isInput };
      if (parsed.status === 'malformed') return { allowed, isInput, end: malformed(parsed.reason) };
      const verdict = this.policy.judge(parsed.message);
      if (verdict.act === 'close') return { allowed, isInput, end: verdict };
      if (verdict.act === 'pass') {
        allowed.push(verdict.bytes);
        isInput ||= INPUT.has(parsed.message.kind);
      } else this.dropped.set(verdict.reason, (this.dropped.get(verdict.reason) ?? 0) + 1);
    }
  }
}
