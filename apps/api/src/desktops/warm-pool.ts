import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { WarmPoolState } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { DesktopDisposal } from './desktop-disposal.js';
import { DesktopLedger } from './desktop-ledger.js';
import { DesktopSupply } from './desktop-supply.js';
import { DesktopTallies } from './desktop-tallies.js';
import { HostMemory } from './host-memory.js';
import { nextPoolStep, poolTarget, type PoolSituation } from './pool-plan.js';

/** A browser that has waited a day has a stale profile and has grown; a few hours are as good as new. */
const AGED_AFTER_SECONDS = 4 * 3_600;

/**
 * Keeps desktops ready that nobody has yet: a customer then waits for a claim instead of a start. One step at a time, in
 * the background; it never takes a place a session could not have, and gives up its own when memory runs short. A node
 * that only serves the api keeps none.
 */
@Injectable()
export class WarmPool {
  private readonly size: number;
  private filling: Promise<void> | null = null;
  private closed = false;
  private toldTarget: number | null = null;

  constructor(
    { desktops, server }: AppConfig,
    private readonly ledger: DesktopLedger,
    private readonly tallies: DesktopTallies,
    private readonly supply: DesktopSupply,
    private readonly disposal: DesktopDisposal,
    private readonly memory: HostMemory,
    private readonly log: PinoLogger,
  ) {
    log.setContext(WarmPool.name);
    this.size = server.role === 'api' ? 0 : desktops.poolSize;
  }

  /** Returns at once. What fails now is tried again when the pool is next asked to fill. */
  refill(): void {
    if (this.closed) return;
    this.filling ??= this.fill()
      .catch((err: unknown) => this.log.error({ err }, 'no warm desktop'))
      .finally(() => (this.filling = null));
  }

  /** A start that is under way is waited for, so that it leaves a whole desktop behind or none. */
  async close(): Promise<void> {
    this.closed = true;
    await this.filling;
  }

  async state(): Promise<WarmPoolState> {
    const situation = await this.situation();
    const { size, availableBytes } = situation;
    return { size, target: poolTarget(situation), availableBytes };
  }

  private async fill(): Promise<void> {
    while (!this.closed) {
      const situation = await this.situation();
      this.tellTarget(situation);
      const step = nextPoolStep(situation);
      if (step === 'rest') return;
      if (step === 'start') {
        if (await this.start()) continue;
        if (situation.aged === 0) return; // the house is full: an aged one makes place for its successor
      }
      await this.letGo(step === 'shrink' ? 'memory' : 'age');
      if (step === 'shrink') return; // what that freed is seen at the next sweep
    }
  }

  private async start(): Promise<boolean> {
    const started = await this.supply.startWarm();
    if (started) this.log.info('warm desktop ready');
    return started;
  }

  private async letGo(why: 'memory' | 'age'): Promise<void> {
    const row = await this.ledger.withdrawWarm();
    if (row === null) return; // somebody was given it meanwhile
    await this.disposal.discard(row.id);
    this.log.info({ desktopId: row.id, why }, 'warm desktop let go');
  }

  private async situation(): Promise<PoolSituation> {
    const unclaimed = await this.tallies.unclaimed(AGED_AFTER_SECONDS);
    return { size: this.size, ...unclaimed, availableBytes: this.memory.availableBytes() };
  }

  /** Said when it changes, not each time it is looked at. */
  private tellTarget(situation: PoolSituation): void {
    const target = poolTarget(situation);
    if (target < this.size && target !== this.toldTarget) {
      const { size, availableBytes } = situation;
      this.log.warn({ size, target, availableBytes }, 'warm pool smaller than asked for: memory');
    }
    this.toldTarget = target;
  }
}
