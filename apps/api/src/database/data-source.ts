import { DataSource, type DataSourceOptions } from 'typeorm';
import { FirstTables1790000000000 } from './migrations/1790000000000-first-tables.js';
import { ControlAndSharing1790100000000 } from './migrations/1790100000000-control-and-sharing.js';
import { Money1790210000000 } from './migrations/1790210000000-money.js';
import { DeletionCertificates1790220000000 } from './migrations/1790220000000-deletion-certificates.js';
import { DesktopHosts1790221000000 } from './migrations/1790221000000-desktop-hosts.js';
import { Recordings1790230000000 } from './migrations/1790230000000-recordings.js';
import { Takeaways1790260000000 } from './migrations/1790260000000-takeaways.js';
import { LiftedFreezes1790262000000 } from './migrations/1790262000000-lifted-freezes.js';
import { EgressSums1790270000000 } from './migrations/1790270000000-egress-sums.js';
import { Sound1790271000000 } from './migrations/1790271000000-sound.js';

const MIGRATIONS = [
  FirstTables1790000000000,
  ControlAndSharing1790100000000,
  Money1790210000000,
  DeletionCertificates1790220000000,
  DesktopHosts1790221000000,
  Recordings1790230000000,
  Takeaways1790260000000,
  LiftedFreezes1790262000000,
  EgressSums1790270000000,
  Sound1790271000000,
];

/** No wait in the database is unbounded: a lock or a statement that takes longer fails as UNAVAILABLE. */
const LIMITS = { lock_timeout: 5_000, statement_timeout: 15_000, connectionTimeoutMillis: 5_000 };
const POOL_SIZE = 20;

/** Options of the one pool of this process. Entities register themselves through their feature's module. */
export function dataSourceOptions(url: string) {
  return {
    type: 'postgres',
    url,
    applicationName: 'onedollaragent',
    poolSize: POOL_SIZE,
    extra: { ...LIMITS, keepAlive: true },
    migrations: MIGRATIONS,
    migrationsRun: false,
    synchronize: false,
    logging: false,
  } satisfies DataSourceOptions;
}

export function createDataSource(url: string): DataSource {
  return new DataSource(dataSourceOptions(url));
}
