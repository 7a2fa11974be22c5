import { Gather } from '../gather.js';
import { BOUNDS, CLIENT_MESSAGE } from '../numbers.js';
import type { ClientMessage, Malformed } from './client-message.js';
import { neededBytes, type LengthOptions } from './client-message-length.js';
import { decodeClientMessage } from './decode-client-message.js';

const BETWEEN_MESSAGES = 0;
const IN_MESSAGE = 1;
const IN_OVERSIZED = 2;
const BROKEN = 3;

const CUT_TEXT_HEAD_BYTES = 8;

export type Parsed =
  | { readonly status: 'message'; readonly message: ClientMessage }
  /** Everything given was used; the next message is not whole yet. */
  | { readonly status: 'incomplete' }
  | { readonly status: 'malformed'; readonly reason: Malformed };

export interface ClientParserOptions extends Partial<LengthOptions> {
  /** Longer clipboard texts, in bytes, are passed over without being kept. */
  readonly maxClipboardBytes?: number;
}

const INCOMPLETE: Parsed = { status: 'incomplete' };

/**
 * Finds the messages in a client's byte stream, wherever it is cut: the frames that carry it mean nothing (noVNC puts
 * several messages into one, and a hostile client one into many). Call `push`, then `next` until it says
 * `incomplete`. Memory is bounded by the longest message it keeps. Once malformed it stays so: with an unknown length
 * the stream cannot be followed.
 */
export class ClientMessageParser {
  private state = BETWEEN_MESSAGES;
  private chunk: Uint8Array = new Uint8Array(0);
  private offset = 0;
  private gather = new Gather(1);
  private skipBytes = 0;
  private reason: Malformed = 'unknown message';
  private readonly lengths: LengthOptions;
  private readonly maxClipboardBytes: number;

  constructor(options: ClientParserOptions = {}) {
    this.lengths = { extendedMouseButtons: options.extendedMouseButtons ?? false };
    this.maxClipboardBytes = options.maxClipboardBytes ?? BOUNDS.CUT_TEXT_KEPT;
  }

  /** Gives the next bytes. They are read in place, so they must not change before `next` has used them up. */
  push(chunk: Uint8Array): void {
    if (this.offset < this.chunk.length) throw new Error('push before next() said incomplete');
    this.chunk = chunk;
    this.offset = 0;
  }

  next(): Parsed {
    for (;;) {
      const parsed = this.step();
      if (parsed) return parsed;
    }
  }

  /** One state's work; nothing when there is more to do with what is here. */
  private step(): Parsed | undefined {
    switch (this.state) {
      case BETWEEN_MESSAGES:
        return this.beginMessage();
      case IN_MESSAGE:
        return this.continueMessage();
      case IN_OVERSIZED:
        return this.passOver();
      default:
        return { status: 'malformed', reason: this.reason };
    }
  }

  private beginMessage(): Parsed | undefined {
    if (this.offset === this.chunk.length) return INCOMPLETE;
    const whole = this.takeWhole();
    if (whole) return this.finish(whole);
    this.gather = new Gather(1);
    this.state = IN_MESSAGE;
    return undefined;
  }

  /** Nearly every message comes whole, in one frame: one copy of it instead of three. */
  private takeWhole(): Uint8Array | undefined {
    const { chunk, offset } = this;
    const needed = neededBytes(chunk, this.lengths, offset);
    if (typeof needed === 'string' || offset + needed > chunk.length) return undefined;
    if (needed > this.longestKept(chunk[offset])) return undefined;
    this.offset += needed;
    return copyOf(chunk, offset, needed); // the chunk is not ours to keep
  }

  private continueMessage(): Parsed | undefined {
    this.offset += this.gather.take(this.chunk, this.offset);
    if (this.gather.missing > 0) return INCOMPLETE;
    const { collected } = this.gather;
    const needed = neededBytes(collected, this.lengths);
    if (typeof needed === 'string') return this.breakOff(needed);
    if (needed === collected.length) return this.finish(collected);
    if (needed > this.longestKept(collected[0])) return this.beginPassingOver(needed - collected.length);
    this.gather.grow(needed);
    return undefined;
  }

  private finish(bytes: Uint8Array): Parsed {
    const message = decodeClientMessage(bytes);
    if (typeof message === 'string') return this.breakOff(message);
    this.state = BETWEEN_MESSAGES;
    return { status: 'message', message };
  }

  /** Clipboard texts alone can be longer than the parser is asked to keep; the rest is bounded by its format. */
  private longestKept(type: number | undefined): number {
    return type === CLIENT_MESSAGE.CLIENT_CUT_TEXT ? CUT_TEXT_HEAD_BYTES + this.maxClipboardBytes : Infinity;
  }

  private beginPassingOver(bytes: number): undefined {
    this.skipBytes = bytes;
    this.state = IN_OVERSIZED;
  }

  private passOver(): Parsed | undefined {
    const passed = Math.min(this.skipBytes, this.chunk.length - this.offset);
    this.skipBytes -= passed;
    this.offset += passed;
    if (this.skipBytes > 0) return INCOMPLETE;
    this.state = BETWEEN_MESSAGES;
    const bytes = this.gather.collected;
    const length = Math.abs(new DataView(bytes.buffer, bytes.byteOffset).getInt32(4));
    return { status: 'message', message: { kind: 'oversizedClipboard', bytes, length } };
  }

  private breakOff(reason: Malformed): Parsed {
    this.state = BROKEN;
    this.reason = reason;
    return { status: 'malformed', reason };
  }
}

/** In Buffer's pool: memory for each message alone costs more than all the rest of a key event. */
function copyOf(chunk: Uint8Array, offset: number, length: number): Uint8Array {
  const copy = Buffer.allocUnsafe(length);
  for (let n = 0; n < length; n += 1) copy[n] = chunk[offset + n] ?? 0;
  return copy;
}
