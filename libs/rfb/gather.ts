/**
 * Collects a known number of bytes from a stream that is cut anywhere. Every byte is copied once, so a message that
 * arrives a byte at a time costs no more than one that arrives whole; memory is what was asked for and no more.
 */
export class Gather {
  private bytes: Uint8Array;
  private have = 0;

  constructor(need: number) {
    this.bytes = new Uint8Array(need);
  }

  /** How many of the bytes asked for have not come yet. */
  get missing(): number {
    return this.bytes.length - this.have;
  }

  /** What has come so far; all of it once `missing` is 0. Valid until the next call. */
  get collected(): Uint8Array {
    return this.bytes.subarray(0, this.have);
  }

  /** Takes what is missing from `chunk`, beginning at `offset`; returns how many bytes it took. */
  take(chunk: Uint8Array, offset: number): number {
    const taken = Math.min(this.missing, chunk.length - offset);
    this.bytes.set(chunk.subarray(offset, offset + taken), this.have);
    this.have += taken;
    return taken;
  }

  /** Asks for `need` bytes in all, keeping those already here. */
  grow(need: number): void {
    const larger = new Uint8Array(need);
    larger.set(this.collected);
    this.bytes = larger;
  }
}
