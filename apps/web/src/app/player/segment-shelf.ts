import type { RecordingId } from '#contracts';
import { readSegment, type SegmentRecord } from '#recording';

/** The one that plays, the one before and the one after. */
const KEPT = 3;

/** Segments that were fetched, a few of them: a segment can have eight megabytes. */
export class SegmentShelf {
  private readonly kept = new Map<number, Promise<readonly SegmentRecord[]>>();

  constructor(
    private readonly id: RecordingId,
    private readonly fetch: (id: RecordingId, n: number) => Promise<Uint8Array>,
  ) {}

  /** Empty for a file with nothing in it yet. Fails as `fetch` does; asked again it tries again. */
  records(n: number): Promise<readonly SegmentRecord[]> {
    const known = this.kept.get(n);
    if (known) return known;
    const records = this.fetch(this.id, n).then((file) => readSegment(file)?.records ?? []);
    this.kept.set(n, records);
    records.catch(() => this.kept.delete(n));
    for (const oldest of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(oldest);
    return records;
  }

  /** Of one that has grown since. */
  forget(n: number): void {
    this.kept.delete(n);
  }
}
