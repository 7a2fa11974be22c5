/** How often each thing happened. */
export type Counts = Readonly<Record<string, number>>;

/** More sources than this at a time are summed up as one: a flood costs bounded memory and rows. */
const MAX_SOURCES = 200;

/** What happens too often for an audit entry each time, summed up by its source until somebody flushes it. */
export class SourceSums {
  private readonly bySource = new Map<string, Counts>();

  /** @param further what sources are called together once there are too many */
  constructor(private readonly further: string) {}

  add(source: string, more: Counts): void {
    const isKnown = this.bySource.has(source) || this.bySource.size < MAX_SOURCES;
    const counted = isKnown ? source : this.further;
    const counts = { ...this.bySource.get(counted) };
    for (const [what, times] of Object.entries(more)) counts[what] = (counts[what] ?? 0) + times;
    this.bySource.set(counted, counts);
  }

  /** Hands out each sum once; what `write` rejects is kept for the next time, and told to `onFailure`. */
  async flush(
    write: (source: string, counts: Counts) => Promise<void>,
    onFailure: (err: unknown) => void,
  ): Promise<void> {
    const sums = [...this.bySource];
    this.bySource.clear();
    for (const [source, counts] of sums) {
      try {
        await write(source, counts);
      } catch (err) {
        onFailure(err);
        this.add(source, counts);
      }
    }
  }
}
