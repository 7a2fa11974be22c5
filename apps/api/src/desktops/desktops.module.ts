import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DesktopDisposal } from './desktop-disposal.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopHost } from './desktop-host.js';
import { DesktopKeeper } from './desktop-keeper.js';
import { DesktopLedger } from './desktop-ledger.js';
import { DesktopPlaces } from './desktop-places.js';
import { DesktopSupply } from './desktop-supply.js';
import { Desktops } from './desktops.js';
import { createDriver } from './drivers/create-driver.js';
import { EgressLog } from './egress-log.js';
import { EgressSums } from './egress-sums.js';
import { DesktopTallies } from './desktop-tallies.js';
import { HostMemory } from './host-memory.js';
import { DeletionRecord } from './ledger/deletion-record.js';
import { DesktopDismantling } from './ledger/dismantling.js';
import { HostLedger } from './ledger/host-ledger.js';
import { HostLooks } from './ledger/host-looks.js';
import { DesktopReaper } from './ledger/reaper.js';
import { Seal } from './seal.js';
import { WarmPool } from './warm-pool.js';

/** Desktops: where they come from, whose they are, and that nothing of them is left. */
@Module({
  providers: [
    { provide: DesktopDriver, inject: [AppConfig, DesktopHost], useFactory: createDriver },
    DesktopHost,
    DesktopLedger,
    DesktopTallies,
    DeletionRecord,
    DesktopDismantling,
    DesktopDisposal,
    HostLedger,
    HostLooks,
    DesktopReaper,
    DesktopSupply,
    HostMemory,
    WarmPool,
    DesktopPlaces,
    DesktopKeeper,
    Desktops,
    EgressLog,
    EgressSums,
    Seal,
  ],
  exports: [Desktops, DesktopHost, HostLedger, HostLooks, DeletionRecord, EgressSums, Seal],
})
export class DesktopsModule {}
