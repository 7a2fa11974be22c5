/** How the line to a desktop does, over the last second or two. */
export interface Line {
  /** Until an answer comes back, behind the pictures that are on their way; undefined before the first one. */
  readonly roundTripMs: number | undefined;
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
}

/** Ask this often; an answer that is still out counts with what it has taken so far. */
export const ASK_EVERY_MS = 2_000;

/** Counts what comes over one line. Knows the time and nothing else. */
export class LineMeter {
  private bytes = 0;
  private frames = 0;
  private readAt: number;
  private askedAt: number | undefined;
  private roundTripMs: number | undefined;

  constructor(private readonly now: () => number) {
    this.readAt = now();
  }

  received(bytes: number): void {
    this.bytes += bytes;
  }

  painted(): void {
    this.frames += 1;
  }

  /** From now on an answer is awaited. False when one is already: one question at a time. */
  ask(): boolean {
    if (this.askedAt !== undefined) return false;
    this.askedAt = this.now();
    return true;
  }

  answered(): void {
    if (this.askedAt === undefined) return;
    this.roundTripMs = this.now() - this.askedAt;
    this.askedAt = undefined;
  }

  /** What came since the last reading. */
  read(): Line {
    const now = this.now();
    const seconds = Math.max((now - this.readAt) / 1000, 0.001);
    const waitingMs = this.askedAt === undefined ? 0 : now - this.askedAt;
    const line = {
      roundTripMs: waitingMs > (this.roundTripMs ?? Infinity) ? waitingMs : this.roundTripMs,
      bytesPerSecond: this.bytes / seconds,
      framesPerSecond: this.frames / seconds,
    };
    this.bytes = 0;
    this.frames = 0;
    this.readAt = now;
    return line;
  }
}
