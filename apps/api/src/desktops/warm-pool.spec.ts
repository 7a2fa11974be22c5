import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { desktopsNode } from './testing/desktops-node.js';
import { eventually } from './testing/eventually.js';
import { FakeDriver, FakeMachine } from './testing/fake-driver.js';

let database: TestDatabase;
let dataSource: DataSource;
let host: string;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
beforeEach(() => {
  host = randomUUID();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});

it('gives a session the desktop that is on its way instead of starting one beside it', async () => {
  const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
  let finish = () => {};
  node.driver.startWaitsFor = new Promise((resolve) => (finish = resolve));
  node.pool.refill();
  await eventually(async () => (await node.ledger.here()).length === 1);
  const [onItsWay] = await node.ledger.here();
  const provided = node.desktops.provide(await insertSession(dataSource));
  finish();
  expect((await provided).desktopId).toBe(onItsWay?.id);
  await node.pool.close();
});

it('keeps its size, and never takes more places than there are', async () => {
  const node = desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 2), 2);
  node.pool.refill();
  await eventually(async () => (await node.desktops.capacity()).warm === 2);
  await node.desktops.provide(await insertSession(dataSource));
  await node.pool.close();
  expect(await node.desktops.capacity()).toEqual({ max: 2, inUse: 1, warm: 1 });
});

it('replaces a warm desktop that died, without telling anybody', async () => {
  const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
  node.pool.refill();
  await eventually(async () => (await node.desktops.capacity()).warm === 1);
  const [first = ''] = node.driver.machine.running.keys();
  node.driver.die(first);
  await eventually(() => node.driver.machine.running.size === 1 && !node.driver.machine.running.has(first));
  expect(node.lost).toEqual([]);
  await node.pool.close();
});
