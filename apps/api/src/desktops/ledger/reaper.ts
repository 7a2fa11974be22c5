import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DesktopDriver } from '../desktop-driver.js';
import { countByKind } from '../trace.js';
import type { ComparedDesktop } from './compare-ledger.js';
import { HostLedger } from './host-ledger.js';
import { desktopsReaped } from './metrics.js';

const LOOKED_WITHIN_MS = 5_000;

/** Ends what nobody owns, and nothing else: by the mark of this instance and a desktop that no row names. */
@Injectable()
export class DesktopReaper {
  constructor(
    private readonly ledger: HostLedger,
    private readonly driver: DesktopDriver,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopReaper.name);
  }

  /** Of a look that was taken a moment ago. */
  async reap(): Promise<void> {
    const { desktops } = await this.ledger.look(LOOKED_WITHIN_MS);
    for (const desktop of desktops) if (desktop.verdict === 'orphan') await this.end(desktop);
  }

  /** What a stop does not reach, a supervisor without a folder for one, is removed piece by piece. */
  private async end({ desktopId, orphans }: ComparedDesktop): Promise<void> {
    this.log.warn({ desktopId, found: countByKind(orphans) }, 'desktop without an owner ended');
    desktopsReaped.inc();
    try {
      await this.driver.stop(desktopId).catch((err: unknown) => {
        this.log.warn({ err, desktopId }, 'desktop without an owner not stopped as a whole');
      });
      await this.driver.remove(await this.driver.inventory(desktopId));
    } catch (err) {
      this.log.error({ err, desktopId }, 'desktop without an owner not ended, the sweep will');
    }
  }
}
