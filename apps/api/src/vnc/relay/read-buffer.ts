import { HEAD_ROOM } from './binary-frame.js';

/** An idle viewer holds no more than this; cursor blinks and typed letters fit in. */
const SMALL_BYTES = 16 * 1024;
/** Larger reads gained nothing more: a Unix socket holds 208 KiB by default. */
const LARGE_BYTES = 256 * 1024;
/** All the large memory of a process, 8 MiB. Whoever comes when it is lent out reads 16 KiB at a time. */
const MOST_LARGE = 32;

/** Memory to read into, with room for the head of a frame in front. */
export interface ReadRoom {
  readonly memory: Buffer;
  /** What the socket fills: all of the memory but the room in front. */
  readonly area: Buffer;
}

/** Large rooms that no relay of this process uses at the moment, and how many exist. */
const spares: ReadRoom[] = [];
let existing = 0;

function makeRoom(bytes: number): ReadRoom {
  const memory = Buffer.allocUnsafeSlow(HEAD_ROOM + bytes);
  return { memory, area: memory.subarray(HEAD_ROOM) };
}

function borrow(): ReadRoom | undefined {
  const spare = spares.pop();
  if (spare || existing === MOST_LARGE) return spare;
  existing += 1;
  return makeRoom(LARGE_BYTES);
}

/**
 * The memory one desktop socket is read into, again and again, so that a GiB of pixels makes no garbage. It is small
 * until a read fills it, and then large, on loan from a stock of the whole process, until what comes fits into the
 * small one again.
 */
export class ReadBuffer {
  private readonly small = makeRoom(SMALL_BYTES);
  private large: ReadRoom | undefined;

  get current(): ReadRoom {
    return this.large ?? this.small;
  }

  /** Fits the buffer to the last read of `filled` bytes. Only to be called when nobody uses its contents any more. */
  adapt(filled: number): ReadRoom {
    if (!this.large) {
      if (filled === SMALL_BYTES) this.large = borrow();
    } else if (filled < SMALL_BYTES) this.giveBack();
    return this.current;
  }

  /**
   * Ends the loan. What is still `inUse` is left to the garbage collector, which knows when the kernel is done with it;
   * the rest may be lent to another viewer at once.
   */
  release({ inUse }: { inUse: boolean }): void {
    if (!inUse) this.giveBack();
    else if (this.large) existing -= 1;
    this.large = undefined;
  }

  private giveBack(): void {
    if (this.large) spares.push(this.large);
    this.large = undefined;
  }
}
