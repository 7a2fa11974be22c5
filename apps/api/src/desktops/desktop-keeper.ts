import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DesktopDisposal } from './desktop-disposal.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopLedger, START_ABANDONED, type DesktopRow } from './desktop-ledger.js';
import { DesktopSupply } from './desktop-supply.js';
import { HostLooks } from './ledger/host-looks.js';
import { DesktopReaper } from './ledger/reaper.js';
import { WarmPool } from './warm-pool.js';

const SWEEP_MS = 5_000;
/** Looking through the whole host costs more than reading rows: at boot, then each half minute. */
const SWEEPS_A_REAP = 6;

export interface LostDesktop {
  sessionId: string;
  generation: number;
}

/**
 * Holds the rows and what runs on this host together: adopts what an earlier process left running, notices what died,
 * ends what has no row or no session any more. The sweep at boot is the adoption.
 */
@Injectable()
export class DesktopKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly lostListeners: ((lost: LostDesktop) => void)[] = [];
  private sweeping = false;
  private sweeps = 0;

  constructor(
    private readonly ledger: DesktopLedger,
    private readonly driver: DesktopDriver,
    private readonly disposal: DesktopDisposal,
    private readonly supply: DesktopSupply,
    private readonly pool: WarmPool,
    private readonly reaper: DesktopReaper,
    private readonly looks: HostLooks,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopKeeper.name);
    driver.onGone((desktopId) => void this.lose(desktopId));
  }

  onLost(listener: (lost: LostDesktop) => void): void {
    this.lostListeners.push(listener);
  }

  /** Losses that the process before this one noticed and may not have told are told again. */
  async onApplicationBootstrap(): Promise<void> {
    const lostBefore = (await this.ledger.here()).filter(({ state }) => state === 'lost');
    await this.sweep();
    for (const row of lostBefore) this.tellLost(row);
  }

  /** Desktops outlive this process. */
  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
    this.driver.release();
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      const rows = await this.ledger.here();
      await Promise.all(rows.map((row) => this.check(row)));
      if (this.sweeps++ % SWEEPS_A_REAP === 0) await this.lookThrough();
      await this.endOrdered(rows);
      await this.disposal.certifyLeft();
      this.pool.refill();
    } catch (err) {
      this.log.warn({ err }, 'desktops not swept');
    } finally {
      this.sweeping = false;
    }
  }

  /** What was found is written down before it is ended: an orphan shows in the console until the next look. */
  private async lookThrough(): Promise<void> {
    await this.looks.publish();
    await this.reaper.reap();
  }

  private async check({ id, state }: DesktopRow): Promise<void> {
    if (state === 'ending') await this.disposal.discard(id);
    if (state === 'starting' && !this.supply.isStarting(id)) {
      await this.disposal.discard(id, START_ABANDONED);
    }
    if (state === 'warm' || state === 'ready') {
      const isThere = (await this.driver.isRunning(id)) || (await this.driver.adopt(id));
      if (!isThere) await this.lose(id);
    }
  }

  /** Orders to end that never reached this node. */
  private async endOrdered(rows: readonly DesktopRow[]): Promise<void> {
    const ended = new Set(await this.ledger.endedSessions());
    const left = rows.filter(({ sessionId }) => sessionId !== null && ended.has(sessionId));
    await Promise.all(left.map(({ id }) => this.disposal.discard(id)));
  }

  /** The loss is told even when something of it cannot be got rid of: the reaper does not let go, the customer waits. */
  private async lose(desktopId: string): Promise<void> {
    try {
      const row = await this.ledger.lose(desktopId);
      if (row === null) return; // it is ending, or somebody else noticed
      this.log.warn({ desktopId, sessionId: row.sessionId, generation: row.generation }, 'desktop lost');
      await this.disposal.clear(row).catch((err: unknown) => {
        this.log.error({ err, desktopId }, 'lost desktop not tidied up, the sweep will');
      });
      this.tellLost(row);
      this.pool.refill();
    } catch (err) {
      this.log.error({ err, desktopId }, 'loss of a desktop not written down, the sweep will');
    }
  }

  private tellLost({ sessionId, generation }: DesktopRow): void {
    if (sessionId === null) return;
    for (const listener of this.lostListeners) listener({ sessionId, generation });
  }
}
