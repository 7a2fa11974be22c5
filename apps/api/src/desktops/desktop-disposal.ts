import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Holders } from '../signals/holders.js';
import { SignalBus } from '../signals/signal-bus.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopLedger, type DesktopRow } from './desktop-ledger.js';

/** Ends desktops: the row first, then the processes, and only when they are gone the word that they are. */
@Injectable()
export class DesktopDisposal {
  private readonly ending = new Map<string, Promise<void>>();

  constructor(
    private readonly ledger: DesktopLedger,
    private readonly driver: DesktopDriver,
    private readonly holders: Holders,
    private readonly bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopDisposal.name);
  }

  /**
   * Resolves when nothing is left of it, or when that could not be had: then the row stays `ending` and the sweep tries
   * again. Never rejects. `error` is why a desktop is given up.
   */
  discard(desktopId: string, error: string | null = null): Promise<void> {
    const known = this.ending.get(desktopId);
    if (known !== undefined) return known;
    const work = this.end(desktopId, error)
      .catch((err: unknown) => this.log.error({ err, desktopId }, 'desktop not ended'))
      .finally(() => this.ending.delete(desktopId));
    this.ending.set(desktopId, work);
    return work;
  }

  /** The processes are gone: says so to whoever counts them. */
  async acknowledge({ id, sessionId }: DesktopRow): Promise<void> {
    if (sessionId === null) return;
    await this.holders.acknowledge({ sessionId, kind: 'process', id });
    this.bus.publish('desktop-changed', sessionId);
  }

  private async end(desktopId: string, error: string | null): Promise<void> {
    const startedAtMs = performance.now();
    const row = await this.ledger.beginEnding(desktopId);
    await this.driver.stop(desktopId);
    if (row === null) return;
    await this.acknowledge(row);
    await this.ledger.gone(desktopId, error);
    const { sessionId } = row;
    this.log.info(
      { desktopId, sessionId, error, tookMs: Math.round(performance.now() - startedAtMs) },
      'desktop gone',
    );
  }
}
