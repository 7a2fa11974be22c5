import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AppError } from '../kernel/app-error.js';
import { Holders } from '../signals/holders.js';
import { SignalBus } from '../signals/signal-bus.js';
import { DesktopDisposal } from './desktop-disposal.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopLedger, type DesktopRow } from './desktop-ledger.js';

/** Longer than a start may take: who waits for another node's start outlasts it. */
const WAIT_FOR_OTHERS_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** Gets a desktop for a session, warm or cold, and starts warm ones for later. */
@Injectable()
export class DesktopSupply {
  private readonly starting = new Set<string>();
  /** A warm desktop on its way that no session waits for yet. */
  private warming: Promise<unknown> | null = null;

  constructor(
    private readonly ledger: DesktopLedger,
    private readonly driver: DesktopDriver,
    private readonly disposal: DesktopDisposal,
    private readonly holders: Holders,
    private readonly bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopSupply.name);
  }

  /** Whether this process is bringing that desktop up: a `starting` row nobody is working on is a leftover. */
  isStarting(desktopId: string): boolean {
    return this.starting.has(desktopId);
  }

  /**
   * The desktop of a session: the one it has, else a warm one, else a new one.
   * @throws AppError NO_CAPACITY, SESSION_ENDED, or UNAVAILABLE when another node does not finish what it began
   */
  async obtain(sessionId: string, remainingMs: number): Promise<DesktopRow> {
    const giveUpAtMs = performance.now() + WAIT_FOR_OTHERS_MS;
    while (performance.now() < giveUpAtMs) {
      const current = await this.ledger.currentOf(sessionId);
      if (current?.state === 'ready') return current;
      const settled = current === null ? await this.tryOnce(sessionId, remainingMs) : null;
      if (settled !== null) return settled;
      await setTimeout(LOOK_EVERY_MS);
    }
    throw new AppError('UNAVAILABLE', { detail: 'The desktop is taking too long to start.' });
  }

  /** A desktop for nobody yet. False when this host has no place for it. */
  async startWarm(): Promise<boolean> {
    const row = await this.ledger.open(randomUUID(), null);
    if (typeof row === 'string') return false;
    const started = this.settle(row, async () => {
      await this.driver.start(row.id);
      await this.freeze(row.id);
      return this.ledger.becomeWarm(row.id);
    });
    this.warming = started.catch(() => {}); // whoever waits for it finds no warm desktop then
    await started.finally(() => (this.warming = null));
    return true;
  }

  /** Before anybody can claim it: whoever does thaws it by binding it. One that goes on moving is as good, and dearer. */
  private async freeze(desktopId: string): Promise<void> {
    await this.driver.freeze(desktopId).catch((err: unknown) => {
      this.log.warn({ err, desktopId }, 'warm desktop not frozen');
    });
  }

  /** A start that is under way is sooner there than another one beside it: one session may wait for it. */
  private async claimWarm(sessionId: string): Promise<DesktopRow | 'taken' | null> {
    const claimed = await this.ledger.claimWarm(sessionId);
    if (claimed !== null || this.warming === null) return claimed;
    const warming = this.warming;
    this.warming = null;
    await warming;
    return this.ledger.claimWarm(sessionId);
  }

  /** Null when another node was first, or the warm desktop turned out to be dead: look again. */
  private async tryOnce(sessionId: string, remainingMs: number): Promise<DesktopRow | null> {
    const warm = await this.claimWarm(sessionId);
    const row = warm ?? (await this.ledger.open(randomUUID(), sessionId));
    if (row === 'taken') return null;
    if (row === 'full') throw new AppError('NO_CAPACITY');
    let bindMs = 0;
    try {
      await this.settle(row, async () => {
        if (!(await this.holders.register({ sessionId, kind: 'process', id: row.id }))) return false;
        if (warm === null) await this.driver.start(row.id);
        const bindsAtMs = performance.now();
        await this.driver.bind(row.id, sessionId, remainingMs);
        bindMs = performance.now() - bindsAtMs;
        return this.ledger.becomeReady(row.id);
      });
    } catch (err) {
      if (warm === null || err instanceof AppError) throw err;
      this.log.warn({ err, desktopId: row.id }, 'warm desktop was dead');
      return null;
    }
    this.bus.publish('desktop-changed', sessionId);
    this.log.info(
      { sessionId, desktopId: row.id, generation: row.generation, warm: warm !== null, bindMs },
      'desktop ready',
    );
    return { ...row, state: 'ready' };
  }

  /** Whatever goes wrong, nothing of the desktop stays. `work` says false when its session ended meanwhile. */
  private async settle({ id }: DesktopRow, work: () => Promise<boolean>): Promise<void> {
    this.starting.add(id);
    try {
      if (!(await work())) throw new AppError('SESSION_ENDED');
    } catch (error) {
      await this.disposal.discard(id, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      this.starting.delete(id);
    }
  }
}
