import { BOUNDS } from '../numbers.js';
import { CannotFollow, type Ask, type Script } from './follow.js';
import { Keep } from './keep.js';
import { message, type Outline } from './message-script.js';
import type { ServerMalformed, ServerMessage } from './server-message.js';

export type ParsedServer =
  | { readonly status: 'message'; readonly message: ServerMessage }
  /** Everything given was used; the next message is not whole yet. */
  | { readonly status: 'incomplete' }
  | { readonly status: 'malformed'; readonly reason: ServerMalformed };

const NOTHING = new Uint8Array(0);

/**
 * Finds the messages in a desktop's byte stream, wherever it is cut, after its ServerInit. It understands what a client
 * gets that asked for pixels of 32 bits and depth 24 and for the encodings Tight, CopyRect, Raw and DesktopSize; the rest
 * is malformed, and stays so. Clipboards are passed over unkept. Call `push`, then `next` until it says `incomplete`.
 * Memory is what has come of one update, at most `BOUNDS.UPDATE`.
 */
export class ServerMessageParser {
  private chunk: Uint8Array = NOTHING;
  private offset = 0;
  private readonly keep = new Keep(BOUNDS.UPDATE);
  private script: Script<Outline> = message();
  private ask: Ask | undefined;
  private reason: ServerMalformed | undefined;

  /** Gives the next bytes. They are read in place, so they must not change before `next` has used them up. */
  push(chunk: Uint8Array): void {
    if (this.offset < this.chunk.length) throw new Error('push before next() said incomplete');
    this.chunk = chunk;
    this.offset = 0;
  }

  next(): ParsedServer {
    if (this.reason) return { status: 'malformed', reason: this.reason };
    try {
      const outline = this.follow();
      return outline ? { status: 'message', message: this.finish(outline) } : { status: 'incomplete' };
    } catch (error) {
      if (!(error instanceof CannotFollow)) throw error;
      this.reason = error.reason;
      return { status: 'malformed', reason: this.reason };
    }
  }

  /** Runs the script as far as the bytes reach; the outline once it has seen the whole message. */
  private follow(): Outline | undefined {
    let answer: Uint8Array = NOTHING;
    for (;;) {
      if (this.ask) {
        const answered = 'take' in this.ask ? this.taken(this.ask.take) : this.skipped(this.ask.skip);
        if (!answered) return undefined;
        answer = answered;
      }
      const asked = this.script.next(answer);
      if (asked.done) return asked.value;
      this.ask = asked.value;
    }
  }

  private taken(length: number): Uint8Array | undefined {
    const here = Math.min(this.keep.missing(length), this.chunk.length - this.offset);
    this.keep.add(this.chunk.subarray(this.offset, this.offset + here));
    this.offset += here;
    return this.keep.piece(length);
  }

  private skipped(length: number): Uint8Array | undefined {
    const here = Math.min(length, this.chunk.length - this.offset);
    this.offset += here;
    if (here === length) return NOTHING;
    this.ask = { skip: length - here };
    return undefined;
  }

  private finish(outline: Outline): ServerMessage {
    const bytes = this.keep.whole();
    this.script = message();
    this.ask = undefined;
    return outline.kind === 'framebufferUpdate' ? { ...outline, bytes } : outline;
  }
}
