/** A budget that refills steadily: `capacity` at once, `perSecond` in the long run. */
export class TokenBucket {
  private level: number;
  private filledAtMs: number;

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.level = capacity;
    this.filledAtMs = nowMs();
  }

  /** @returns false when the budget does not cover `cost`; nothing is taken then */
  take(cost = 1): boolean {
    const now = this.nowMs();
    this.level = Math.min(this.capacity, this.level + ((now - this.filledAtMs) / 1_000) * this.perSecond);
    this.filledAtMs = now;
    if (this.level < cost) return false;
    this.level -= cost;
    return true;
  }
}
