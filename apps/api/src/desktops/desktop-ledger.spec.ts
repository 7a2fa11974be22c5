import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { createDataSource } from '../database/data-source.js';
import { loadConfig } from '../config/load-config.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import { DesktopHost } from './desktop-host.js';
import { DesktopLedger } from './desktop-ledger.js';
import { RemoteDriver } from './drivers/remote/remote.driver.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});

it('never writes the password of a remote desktop', async () => {
  const driver = new RemoteDriver({ host: 'vnc.example', port: 5901, password: 'hunter2' }, 1);
  const host = new DesktopHost(new NodeIdentity(), loadConfig({ DATA_DIR: '/nonexistent/remote' }));
  await new DesktopLedger(dataSource, driver, host).open(randomUUID(), null);
  const rows = await database.query<{ row: string }>('SELECT desktops::text AS row FROM desktops');
  expect(rows[0]?.row).toContain('vnc.example');
  expect(rows[0]?.row).not.toContain('hunter2');
});
