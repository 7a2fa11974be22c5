import { Gather } from '../gather.js';

/** What a script asks for: the next `need` bytes of the peer, or that bytes be sent to it. */
export type Ask = { readonly need: number } | { readonly send: Uint8Array };

/** A handshake written down in the order in which it happens; it ends with a result or throws `HandshakeRefused`. */
export type HandshakeScript<Result> = Generator<Ask, Result, Uint8Array>;

/** Thrown inside a script alone; callers see `{status: 'failed'}`. */
export class HandshakeRefused extends Error {}

export type HandshakeProgress<Result> = {
  /** To be sent to the peer now, in this order, whatever the status. */
  readonly send: readonly Uint8Array[];
} & (
  | { readonly status: 'incomplete' }
  /** `rest` is what the peer sent behind its handshake: the begin of its messages. */
  | { readonly status: 'done'; readonly result: Result; readonly rest: Uint8Array }
  /** `reason` is for logs: fixed phrases of ours, and at most a bounded, printable text of the peer. */
  | { readonly status: 'failed'; readonly reason: string }
);

const NOTHING = new Uint8Array(0);

/**
 * Runs a script over a stream that is cut anywhere. It knows no socket and no time: whoever feeds it sends what it
 * says, and sets the deadline. Begin with `receive()` of nothing: one side has to speak first.
 */
export class Handshake<Result> {
  private gather: Gather | undefined;
  private ended = false;

  constructor(private readonly script: HandshakeScript<Result>) {}

  receive(chunk: Uint8Array = NOTHING): HandshakeProgress<Result> {
    if (this.ended) throw new Error('the handshake has ended');
    const send: Uint8Array[] = [];
    try {
      const outcome = this.run(chunk, send);
      this.ended = outcome.status === 'done';
      return { send, ...outcome };
    } catch (error) {
      if (!(error instanceof HandshakeRefused)) throw error;
      this.ended = true;
      return { send, status: 'failed', reason: error.message };
    }
  }

  private run(
    chunk: Uint8Array,
    send: Uint8Array[],
  ): { status: 'incomplete' } | { status: 'done'; result: Result; rest: Uint8Array } {
    let offset = 0;
    for (;;) {
      let answer: Uint8Array = NOTHING;
      if (this.gather) {
        offset += this.gather.take(chunk, offset);
        if (this.gather.missing > 0) return { status: 'incomplete' };
        answer = this.gather.collected;
      }
      const asked = this.script.next(answer);
      if (asked.done) return { status: 'done', result: asked.value, rest: chunk.subarray(offset) };
      this.gather = 'need' in asked.value ? new Gather(asked.value.need) : undefined;
      if ('send' in asked.value) send.push(asked.value.send);
    }
  }
}

/** For `yield*` in scripts: the next `length` bytes. */
export function* need(length: number): Generator<Ask, Uint8Array, Uint8Array> {
  return yield { need: length };
}

/** For `yield*` in scripts: sends `bytes`. */
export function* send(bytes: Uint8Array): Generator<Ask, void, Uint8Array> {
  yield { send: bytes };
}
