/** An idle viewer holds no more than this; cursor blinks and typed letters fit in. */
const SMALL_BYTES = 16 * 1024;
/** Larger reads gained nothing more: a Unix socket holds 208 KiB by default. */
const LARGE_BYTES = 256 * 1024;
/** Beyond this many spares memory goes back to the system. */
const MOST_SPARES = 16;

/** Large buffers that no relay of this process uses at the moment. */
const spares: Buffer[] = [];

/**
 * The memory one desktop socket is read into, again and again, so that a GiB of pixels makes no garbage. It is small
 * until a read fills it, and then large, on loan from a stock of the whole process, until the stream calms down.
 */
export class ReadBuffer {
  private readonly small = Buffer.allocUnsafeSlow(SMALL_BYTES);
  private large: Buffer | undefined;

  get current(): Buffer {
    return this.large ?? this.small;
  }

  /** Fits the buffer to the last read of `filled` bytes. Only to be called when nobody uses its contents any more. */
  adapt(filled: number): Buffer {
    if (this.large) {
      if (filled < SMALL_BYTES) this.release();
    } else if (filled === SMALL_BYTES) {
      this.large = spares.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES);
    }
    return this.current;
  }

  /** Gives the loan back. Only to be called when nobody uses its contents, and nobody will read into it. */
  release(): void {
    if (this.large && spares.length < MOST_SPARES) spares.push(this.large);
    this.large = undefined;
  }
}
