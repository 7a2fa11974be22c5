import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { revocationBackstop } from './metrics.js';
import { SignalBus } from './signal-bus.js';

export type EndingKind = 'session' | 'login' | 'account' | 'share';

/** The order that everything of a session, a login, an account or a share link must end. */
export interface Ending {
  kind: EndingKind;
  id: string;
  reason: string;
  at: Date;
}

type Listener = (ending: Ending) => void;
type Row = Ending & { n: string };

const SWEEP_MS = 1_000;
/** Endings commit out of order of their numbers: the sweep looks this far back and tells nobody twice. */
const OVERLAP_SECONDS = 30;

/**
 * The orders to end, and the way every node hears of them: at once by the bus, within a second by the sweep when the
 * bus is dead. Listeners hear each ending once on each node, after it was committed.
 */
@Injectable()
export class Endings implements OnApplicationBootstrap {
  private readonly listeners = new Set<Listener>();
  private confirmedAtMs = performance.now();
  private readonly told = new Map<string, { ending: Ending; atMs: number }>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Endings.name);
    bus.subscribe('ending', (n) => void this.hear(n));
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const row of await this.recent()) this.remember(row);
  }

  /** Writes the order, in the transaction that ends the thing. Returns its number for `announce`. */
  async record(manager: EntityManager, { kind, id, reason }: Omit<Ending, 'at'>): Promise<string> {
    const [row] = await manager.query<{ n: string }[]>(
      'INSERT INTO endings (kind, id, reason) VALUES ($1, $2, $3) RETURNING n',
      [kind, id, reason],
    );
    if (!row) throw new Error('an ending was not recorded');
    return row.n;
  }

  /** Tells every node, after the commit. */
  announce(n: string): void {
    this.bus.publish('ending', n);
  }

  /**
   * Endings of the given things that listeners heard within the last minute: for whoever registers something that was
   * admitted just before it ended.
   */
  alreadyTold(things: readonly Pick<Ending, 'kind' | 'id'>[]): Ending[] {
    const isOne = (ending: Ending) => things.some(({ kind, id }) => kind === ending.kind && id === ending.id);
    return [...this.told.values()].map(({ ending }) => ending).filter(isOne);
  }

  onEnding(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** How long ago this node last knew of every ending: a node that cannot know may not go on serving (R9). */
  unconfirmedMs(): number {
    return performance.now() - this.confirmedAtMs;
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    const startedAtMs = performance.now();
    try {
      for (const row of await this.recent()) {
        if (this.tell(row)) revocationBackstop.inc();
      }
      this.confirmedAtMs = startedAtMs;
      const forgetBefore = performance.now() - 2 * OVERLAP_SECONDS * 1_000;
      for (const [n, { atMs }] of this.told) if (atMs < forgetBefore) this.told.delete(n);
    } catch (err) {
      this.log.warn({ err }, 'endings not swept');
    }
  }

  private async hear(n: string): Promise<void> {
    try {
      const [row] = await this.dataSource.query<Row[]>(
        'SELECT n, kind, id, reason, at FROM endings WHERE n = $1',
        [n],
      );
      if (row) this.tell(row);
    } catch (err) {
      this.log.warn({ err }, 'ending not read, the sweep will');
    }
  }

  private recent(): Promise<Row[]> {
    return this.dataSource.query<Row[]>(
      `SELECT n, kind, id, reason, at FROM endings
       WHERE at > clock_timestamp() - make_interval(secs => $1) ORDER BY n`,
      [OVERLAP_SECONDS],
    );
  }

  private remember({ n, ...ending }: Row): Ending {
    this.told.set(n, { ending, atMs: performance.now() });
    return ending;
  }

  private tell(row: Row): boolean {
    if (this.told.has(row.n)) return false;
    const ending = this.remember(row);
    for (const listener of this.listeners) {
      try {
        listener(ending);
      } catch (err) {
        this.log.error({ err, ending }, 'ending listener failed');
      }
    }
    return true;
  }
}
