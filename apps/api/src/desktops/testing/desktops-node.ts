import type { DataSource } from 'typeorm';
import { AuditTrail } from '../../audit/audit-trail.js';
import { loadConfig } from '../../config/load-config.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import { Endings } from '../../signals/endings.js';
import { Holders } from '../../signals/holders.js';
import { FakeClock, LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { DesktopDisposal } from '../desktop-disposal.js';
import { DesktopHost } from '../desktop-host.js';
import { DesktopKeeper, type LostDesktop } from '../desktop-keeper.js';
import { DesktopLedger } from '../desktop-ledger.js';
import { DesktopPlaces } from '../desktop-places.js';
import { DesktopSupply } from '../desktop-supply.js';
import { Desktops } from '../desktops.js';
import { DesktopTallies } from '../desktop-tallies.js';
import { HostMemory } from '../host-memory.js';
import { DeletionRecord } from '../ledger/deletion-record.js';
import { DesktopDismantling } from '../ledger/dismantling.js';
import { HostLedger } from '../ledger/host-ledger.js';
import { HostLooks } from '../ledger/host-looks.js';
import { DesktopReaper } from '../ledger/reaper.js';
import { WarmPool } from '../warm-pool.js';
import { FakeDriver } from './fake-driver.js';

/** One node's desktops on a real database, its driver and clock fakes. `name` is the instance: nodes may share one. */
export function desktopsNode(dataSource: DataSource, name: string, driver = new FakeDriver(), poolSize = 0) {
  const config = loadConfig({ DATA_DIR: `/nonexistent/${name}`, DESKTOP_POOL_SIZE: String(poolSize) });
  const machineMemory = { availableBytes: 64 * 1024 ** 3 };
  const node = new NodeIdentity();
  const bus = new LocalSignalBus();
  const clock = new FakeClock();
  const endings = new Endings(dataSource, bus, silentLog);
  const holders = new Holders(dataSource, node);
  const ledger = new DesktopLedger(dataSource, driver, new DesktopHost(node, config));
  const hostId = new DesktopHost(node, config);
  const record = new DeletionRecord(dataSource, new AuditTrail(dataSource), hostId);
  const dismantling = new DesktopDismantling(driver, record, silentLog);
  const disposal = new DesktopDisposal(ledger, driver, dismantling, record, holders, bus, silentLog);
  const books = new HostLedger(dataSource, driver, hostId);
  const reaper = new DesktopReaper(books, driver, silentLog);
  const supply = new DesktopSupply(ledger, driver, disposal, holders, bus, silentLog);
  const tallies = new DesktopTallies(dataSource, hostId);
  const memory = new HostMemory();
  memory.availableBytes = () => machineMemory.availableBytes;
  const pool = new WarmPool(config, ledger, tallies, supply, disposal, memory, silentLog);
  const places = new DesktopPlaces(config, driver, ledger, tallies, memory);
  const looks = new HostLooks(dataSource, driver, hostId, books, places, pool);
  const keeper = new DesktopKeeper(ledger, driver, disposal, supply, pool, reaper, looks, silentLog);
  const desktops = new Desktops(
    ...([
      config,
      clock,
      driver,
      ledger,
      supply,
      disposal,
      keeper,
      pool,
      places,
      tallies,
      silentLog,
      endings,
    ] as const),
  );
  const lost: LostDesktop[] = [];
  desktops.onLost((one) => lost.push(one));
  return {
    desktops,
    keeper,
    pool,
    driver,
    ledger,
    books,
    looks,
    record,
    memory: machineMemory,
    endings,
    holders,
    clock,
    lost,
  };
}
