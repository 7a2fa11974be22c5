/** Whoever types or points is quick about the next key: for so long pixels give way. */
const GIVE_WAY_MS = 100;
/** The next pixels of a relay that gives way are read this much later. */
const REST_MS = 1;
/** A smaller read has emptied the desktop's socket: there is nothing to give way with. */
const BULK_BYTES = 64 * 1024;

/**
 * Who goes first on an event loop that many relays share. While somebody types, a relay that takes pixels as fast as
 * they come rests between two reads, so that the process sleeps most of the time and a key finds it awake at once; it
 * still moves some 200 MB a second. While nobody types it never rests.
 */
export class PixelTurns {
  private quietFromMs = -Infinity;
  private waiting: (() => void)[] = [];

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** A viewer pressed or moved something. */
  felt(): void {
    this.quietFromMs = this.nowMs() + GIVE_WAY_MS;
  }

  /** True when a relay that has read `length` bytes at once must wait for `readOn` before the next read. */
  rests(length: number, readOn: () => void): boolean {
    if (length < BULK_BYTES || this.nowMs() >= this.quietFromMs) return false;
    if (this.waiting.length === 0) setTimeout(this.wake, REST_MS);
    this.waiting.push(readOn);
    return true;
  }

  private readonly wake = (): void => {
    const woken = this.waiting;
    this.waiting = [];
    for (const readOn of woken) readOn();
  };
}

/** All relays of this process share its event loop. */
export const pixelTurns = new PixelTurns();
