import { ABNORMAL_CLOSURE } from './after-close.js';
import { endingOf, type Ending } from './ending.js';
import { Liveness } from './liveness.js';
import type { Cancel, Time } from './time.js';
import type { Attempt, OpenTransport, Transport } from './transport.js';

/** Token, handshake and the peer's first word together: a phone on a train needs seconds, a dead network forever. */
export const OPEN_WITHIN_MS = 10_000;

export interface TryReport {
  opened(): void;
  suspect(): void;
  steady(): void;
  /** Exactly once, unless the try was abandoned. `aliveAt`: last sign of life, null when it never opened. */
  ended(ending: Ending, aliveAt: number | null): void;
}

/** One transport from its opening to its end. A transport that speaks late, twice or out of turn changes nothing. */
export class ConnectionTry implements Attempt {
  private readonly abort = new AbortController();
  private transport: Transport | null = null;
  private liveness: Liveness | null = null;
  private readonly cancelDeadline: Cancel;

  constructor(
    open: OpenTransport,
    private readonly time: Time,
    private readonly report: TryReport,
  ) {
    this.cancelDeadline = time.after(OPEN_WITHIN_MS, () => this.giveUp('not open in time'));
    void this.launch(open);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  opened(): void {
    if (this.isOver || this.liveness) return;
    this.cancelDeadline();
    this.liveness = new Liveness(this.time, {
      probe: () => this.probe(),
      suspect: () => this.unlessOver(() => this.report.suspect()),
      steady: () => this.unlessOver(() => this.report.steady()),
      dead: () => this.giveUp('no sign of life'),
    });
    this.report.opened();
  }

  heard(): void {
    this.unlessOver(() => this.liveness?.heard());
  }

  closed(ending: Ending): void {
    if (this.isOver) return;
    this.release();
    const aliveAt = this.liveness?.aliveAt ?? null;
    // A close frame is a sign of life; without one the connection may have been dead since it was last heard.
    this.report.ended(
      ending,
      aliveAt !== null && ending.code !== ABNORMAL_CLOSURE ? this.time.now() : aliveAt,
    );
  }

  /** Prove now that it lives. */
  check(): void {
    this.unlessOver(() => this.liveness?.check());
  }

  /** Prove now that it lives; until then nobody should rely on it. */
  doubt(): void {
    this.unlessOver(() => this.liveness?.doubt());
  }

  /** The owner wants it no longer. Nothing is reported. */
  abandon(): void {
    if (this.isOver) return;
    this.release();
    this.transport?.close();
  }

  private get isOver(): boolean {
    return this.abort.signal.aborted;
  }

  private async launch(open: OpenTransport): Promise<void> {
    try {
      // A turn later, so that whoever makes a try holds it before it can report.
      await Promise.resolve();
      if (this.isOver) return;
      const transport = await open(this);
      if (this.isOver) transport.close();
      else this.transport = transport;
    } catch (error) {
      this.closed(endingOf(error));
    }
  }

  private probe(): void {
    try {
      this.transport?.probe();
    } catch (error) {
      this.giveUp(endingOf(error).reason);
    }
  }

  /** We end it, because the peer would not. */
  private giveUp(reason: string): void {
    const { transport } = this;
    this.closed({ code: ABNORMAL_CLOSURE, reason });
    transport?.close();
  }

  private release(): void {
    this.cancelDeadline();
    this.liveness?.stop();
    this.abort.abort();
  }

  private unlessOver(run: () => void): void {
    if (!this.isOver) run();
  }
}
