import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Holders } from '../signals/holders.js';
import { SignalBus } from '../signals/signal-bus.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopLedger, type DesktopRow } from './desktop-ledger.js';
import { DeletionRecord } from './ledger/deletion-record.js';
import { DesktopDismantling } from './ledger/dismantling.js';

/** Ends desktops: the row first, then the processes, and only when they are gone the word that they are. */
@Injectable()
export class DesktopDisposal {
  private readonly ending = new Map<string, Promise<void>>();

  constructor(
    private readonly ledger: DesktopLedger,
    private readonly driver: DesktopDriver,
    private readonly dismantling: DesktopDismantling,
    private readonly record: DeletionRecord,
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

  /** Tidies up after one that ended by itself. */
  async clear(row: DesktopRow): Promise<void> {
    await this.takeApart(row);
    await this.record.certify(row.id);
  }

  /** Certificates that a process which died owes: only for what is truly gone. */
  async certifyLeft(): Promise<void> {
    for (const id of await this.record.uncertified()) {
      if (this.ending.has(id)) continue;
      await this.dismantling.finish(id);
      if (await this.record.certify(id)) this.log.info({ desktopId: id }, 'deletion certified late');
    }
  }

  private async end(desktopId: string, error: string | null): Promise<void> {
    const startedAtMs = performance.now();
    const row = await this.ledger.beginEnding(desktopId);
    if (row === null) return void (await this.driver.stop(desktopId));
    await this.takeApart(row);
    await this.ledger.gone(desktopId, error);
    await this.record.certify(desktopId);
    const { sessionId } = row;
    this.log.info(
      { desktopId, sessionId, error, tookMs: Math.round(performance.now() - startedAtMs) },
      'desktop gone',
    );
  }

  /** Whoever counts the processes hears as soon as they are gone; what they had mounted goes with them. */
  private async takeApart({ id, sessionId }: DesktopRow): Promise<void> {
    if (sessionId === null) return this.driver.stop(id);
    await this.dismantling.stop(id);
    await this.holders.acknowledge({ sessionId, kind: 'process', id });
    this.bus.publish('desktop-changed', sessionId);
    await this.dismantling.finish(id);
  }
}
