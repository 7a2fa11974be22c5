import type { DenialCount, DenialCounts } from './denial-counts.js';
import type { EgressMeter, EgressUse } from './egress-meter.js';

/** All that a desktop did through its gate since a session has it. */
export interface EgressSums extends EgressUse {
  /** Connections that the gate refused. */
  denied: number;
}

export interface EgressNews {
  use: EgressUse;
  /** None of a desktop that nobody has yet. */
  sums: EgressSums | null;
  denials: DenialCount[];
}

/**
 * What is to be told of a desktop's way out: what happened since it was told last, and the sums. The sums are whole each
 * time, so that one who lost a message, or died over it, knows all again by the next.
 */
export class EgressAccount {
  private atFirst: EgressSums | null = null;
  private isOwed = false;

  constructor(
    private readonly meter: EgressMeter,
    private readonly denials: DenialCounts,
  ) {}

  /** The desktop is somebody's now; only the first call counts. */
  begin(): void {
    this.atFirst ??= this.all();
    this.isOwed = true;
  }

  /** Somebody listens who may not know what was told before. */
  owe(): void {
    this.isOwed = true;
  }

  /** Null when there is nothing to tell. */
  take(): EgressNews | null {
    if (!this.isOwed && !this.meter.hasNews && this.denials.isEmpty) return null;
    this.isOwed = false;
    return { use: this.meter.take(), sums: this.sums(), denials: this.denials.take() };
  }

  private sums(): EgressSums | null {
    if (this.atFirst === null) return null;
    const all = this.all();
    return {
      connections: all.connections - this.atFirst.connections,
      bytesUp: all.bytesUp - this.atFirst.bytesUp,
      bytesDown: all.bytesDown - this.atFirst.bytesDown,
      denied: all.denied - this.atFirst.denied,
    };
  }

  private all(): EgressSums {
    return { ...this.meter.use, denied: this.denials.total };
  }
}
