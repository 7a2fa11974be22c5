import { Injectable } from '@nestjs/common';
import type { DesktopCapacity } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopLedger } from './desktop-ledger.js';
import { DesktopTallies } from './desktop-tallies.js';
import { HostMemory } from './host-memory.js';
import { offeredPlaces } from './offered-places.js';

/** The places of this host: how many there are, are taken, and could be served now. */
@Injectable()
export class DesktopPlaces {
  constructor(
    private readonly config: AppConfig,
    private readonly driver: DesktopDriver,
    private readonly ledger: DesktopLedger,
    private readonly tallies: DesktopTallies,
    private readonly memory: HostMemory,
  ) {}

  /** A lost desktop keeps its place: it is about to be replaced. */
  async capacity(): Promise<DesktopCapacity> {
    const [rows, failure] = await Promise.all([this.ledger.here(), this.tallies.startFailure()]);
    const inUse = rows.filter(({ sessionId }) => sessionId !== null).length;
    const warm = rows.filter(({ state }) => state === 'warm').length;
    const { max } = this.driver;
    const isByMemory = this.driver.usesHostMemory && this.config.desktops.max === undefined;
    const availableBytes = isByMemory ? this.memory.availableBytes() : null;
    return { inUse, warm, ...offeredPlaces({ max, inUse, warm, availableBytes, failure }) };
  }
}
