import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DesktopPhase } from '#contracts';
import { DesktopDriver } from '../desktop-driver.js';
import { DesktopHost } from '../desktop-host.js';
import { traceKey } from '../trace.js';
import { compareLedger, type ComparedDesktop } from './compare-ledger.js';

/** A row of this host, as the ledger names it to a reader. */
export interface LedgerRow {
  desktopId: string;
  phase: DesktopPhase;
  sessionId: string | null;
  reference: string | null;
  generation: number;
  since: Date;
}

export interface LedgerLook {
  /** When it began, on this process's monotonic clock. */
  atMs: number;
  tookMs: number;
  rows: ReadonlyMap<string, LedgerRow>;
  desktops: readonly ComparedDesktop[];
}

/**
 * What the rows of this host say against what is found on it. Rows are written before anything of a desktop exists and
 * are `gone` only after nothing does; so what is found both before and after they were read, and stands in none of them,
 * is nobody's.
 */
@Injectable()
export class HostLedger {
  private last: LedgerLook | null = null;
  private looking: Promise<LedgerLook> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly driver: DesktopDriver,
    private readonly host: DesktopHost,
  ) {}

  /** A look that is no older than `maxAgeMs`; those who ask at once share one. */
  async look(maxAgeMs = 0): Promise<LedgerLook> {
    if (this.last && performance.now() - this.last.atMs <= maxAgeMs) return this.last;
    this.looking ??= this.lookNow().finally(() => (this.looking = null));
    return this.looking;
  }

  private async lookNow(): Promise<LedgerLook> {
    const atMs = performance.now();
    const before = await this.driver.inventory();
    const rows = await this.rows();
    const first = compareLedger(rows, before, this.driver.leaves);
    const desktops = first.some(({ verdict }) => verdict === 'orphan') ? await this.lookAgain(first) : first;
    this.last = {
      atMs,
      tookMs: performance.now() - atMs,
      rows: new Map(rows.map((row) => [row.desktopId, row])),
      desktops,
    };
    return this.last;
  }

  /** An orphan that is not there any more was on its way out, and is none. */
  private async lookAgain(first: readonly ComparedDesktop[]): Promise<ComparedDesktop[]> {
    const still = new Set((await this.driver.inventory()).map(traceKey));
    return first.flatMap((desktop) => {
      const orphans = desktop.orphans.filter((trace) => still.has(traceKey(trace)));
      if (orphans.length > 0 || desktop.verdict !== 'orphan') return [{ ...desktop, orphans }];
      return desktop.phase === null ? [] : [{ ...desktop, orphans, verdict: 'kept' as const }];
    });
  }

  private rows(): Promise<LedgerRow[]> {
    return this.dataSource.query<LedgerRow[]>(
      `SELECT d.id AS "desktopId", d.state AS phase, d.session_id AS "sessionId", s.reference, d.generation,
         coalesce(d.ready_at, d.created_at) AS since
       FROM desktops d LEFT JOIN sessions s ON s.id = d.session_id
       WHERE d.host = $1 AND d.state <> 'gone' ORDER BY d.created_at`,
      [this.host.id],
    );
  }
}
