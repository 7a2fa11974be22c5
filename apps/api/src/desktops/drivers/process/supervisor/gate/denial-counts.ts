import type { DenialReason } from './checked-dial.js';

export interface DenialCount {
  host: string;
  port: number;
  reason: DenialReason;
  count: number;
}

/** A page can ask for any number of names: beyond this many the rest is counted together. */
const MOST_ENTRIES = 50;
const THE_REST = 'others';

/** Sums up what the gate refused, so that a hostile page makes one line and not a million. */
export class DenialCounts {
  private readonly counts = new Map<string, DenialCount>();
  /** All of them since the desktop began, told or not. */
  total = 0;

  add(host: string, port: number, reason: DenialReason): void {
    this.total += 1;
    const key = `${reason} ${host}:${port}`;
    const known = this.counts.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.counts.size < MOST_ENTRIES) this.counts.set(key, { host, port, reason, count: 1 });
    else this.addToTheRest(reason);
  }

  /** Everything since the last call. */
  take(): DenialCount[] {
    const taken = [...this.counts.values()];
    this.counts.clear();
    return taken;
  }

  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  private addToTheRest(reason: DenialReason): void {
    const key = `${reason} ${THE_REST}`;
    const rest = this.counts.get(key) ?? { host: THE_REST, port: 0, reason, count: 0 };
    rest.count += 1;
    this.counts.set(key, rest); // one entry a reason: still bounded
  }
}
