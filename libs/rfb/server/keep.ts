import { CannotFollow } from './follow.js';

const FIRST_BYTES = 4 * 1024;

/**
 * The bytes of one message as they come, asked for piece by piece. Room is made for what has come, not for what a
 * length announces: who announces much and sends nothing costs nothing.
 */
export class Keep {
  private bytes = new Uint8Array(FIRST_BYTES);
  private used = 0;
  /** Where the piece that is being asked for begins. */
  private begin = 0;

  constructor(private readonly most: number) {}

  missing(length: number): number {
    if (this.begin + length > this.most) throw new CannotFollow('update too long');
    return this.begin + length - this.used;
  }

  add(more: Uint8Array): void {
    const need = this.used + more.length;
    if (need > this.bytes.length) {
      const larger = new Uint8Array(Math.min(this.most, Math.max(need, 2 * this.bytes.length)));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(more, this.used);
    this.used = need;
  }

  /** The piece, once all of it is here; the next one begins behind it. */
  piece(length: number): Uint8Array | undefined {
    if (this.missing(length) > 0) return undefined;
    const piece = this.bytes.subarray(this.begin, this.used);
    this.begin = this.used;
    return piece;
  }

  /** A copy of all that was kept, and begins anew. */
  whole(): Uint8Array {
    const whole = this.bytes.slice(0, this.used);
    if (this.bytes.length > 64 * FIRST_BYTES) this.bytes = new Uint8Array(FIRST_BYTES);
    this.used = 0;
    this.begin = 0;
    return whole;
  }
}
