import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { desktopRows } from './testing/desktop-rows.js';
import { desktopsNode } from './testing/desktops-node.js';
import { eventually } from './testing/eventually.js';
import { FakeDriver, FakeMachine } from './testing/fake-driver.js';

/** What a process does with the desktops of the one before it. */
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

it('keeps what runs, ends what has no row, and tells of what died', async () => {
  const machine = new FakeMachine();
  const before = desktopsNode(dataSource, host, new FakeDriver(machine));
  const [kept, dead] = [await insertSession(dataSource), await insertSession(dataSource)];
  const survivor = await before.desktops.provide(kept);
  const victim = await before.desktops.provide(dead);
  await before.keeper.onModuleDestroy();
  before.driver.die(victim.desktopId);
  machine.running.set('without a row', { sessionId: null, remainingMs: null });

  const after = desktopsNode(dataSource, host, new FakeDriver(machine));
  await after.keeper.onApplicationBootstrap();
  expect([...machine.running.keys()]).toEqual([survivor.desktopId]);
  expect(after.lost).toEqual([{ sessionId: dead, generation: 1 }]);
  expect(await after.desktops.provide(kept)).toEqual(survivor);
});

it('gives up a start that was under way', async () => {
  const sessionId = await insertSession(dataSource);
  const before = desktopsNode(dataSource, host);
  before.driver.startWaitsFor = new Promise(() => {}); // the process died meanwhile
  void before.desktops.provide(sessionId);
  await eventually(async () => (await desktopRows(dataSource, sessionId)).length === 1);

  const after = desktopsNode(dataSource, host);
  await after.keeper.onApplicationBootstrap();
  expect(await desktopRows(dataSource, sessionId)).toMatchObject([
    { state: 'gone', error: 'whoever started it is gone' },
  ]);
  await expect(after.desktops.provide(sessionId)).resolves.toMatchObject({ generation: 2 });
});

it('tells again of a loss that may not have been told', async () => {
  const sessionId = await insertSession(dataSource);
  const before = desktopsNode(dataSource, host);
  before.driver.die((await before.desktops.provide(sessionId)).desktopId);
  await eventually(() => before.lost.length === 1);

  const after = desktopsNode(dataSource, host);
  await after.keeper.onApplicationBootstrap();
  expect(after.lost).toEqual([{ sessionId, generation: 1 }]);
});

it('leaves the desktops of another instance on the same machine alone', async () => {
  const sessionId = await insertSession(dataSource);
  const neighbour = desktopsNode(dataSource, host);
  const { desktopId } = await neighbour.desktops.provide(sessionId);
  const node = desktopsNode(dataSource, randomUUID());
  await node.keeper.onApplicationBootstrap();
  await node.desktops.end(sessionId);
  expect([...neighbour.driver.machine.running.keys()]).toEqual([desktopId]);
  expect(await node.desktops.endpointOf(sessionId)).toEqual(await neighbour.desktops.endpointOf(sessionId));
});
