import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { silentLog } from '../../../../test/support/fakes.js';
import { createDataSource } from '../database/data-source.js';
import type { EgressSums as Sums } from './desktop-driver.js';
import { EgressSums } from './egress-sums.js';
import { insertSession } from '../../../../test/support/rows.js';
import { eventually } from './testing/eventually.js';
import { FakeDriver } from './testing/fake-driver.js';

/** A driver that can be made to say something. */
class TalkingDriver extends FakeDriver {
  say(desktopId: string, sums: Sums): void {
    this.tellEgress(desktopId, sums, sums);
  }
}

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});

/** The next process has another one. */
function node() {
  const driver = new TalkingDriver();
  return { driver, egress: new EgressSums(dataSource, silentLog, driver) };
}

async function desktopOf(sessionId: string, generation: number): Promise<string> {
  const id = randomUUID();
  await dataSource.query(
    `INSERT INTO desktops (id, session_id, generation, driver, host, state)
     VALUES ($1, $2, $3, 'process', 'here', 'gone')`,
    [id, sessionId, generation],
  );
  return id;
}

const sums = (connections: number, bytesUp: number, bytesDown: number, denied: number): Sums => ({
  ...{ connections, bytesUp, bytesDown, denied },
});

it('keeps the sums of a session over all of its desktops and across processes', async () => {
  const sessionId = await insertSession(dataSource);
  const [first, second] = [await desktopOf(sessionId, 1), await desktopOf(sessionId, 2)];
  const { driver, egress } = node();
  const told = async () => (await egress.ofSessions([sessionId])).get(sessionId);
  expect(await told()).toBeUndefined();

  driver.say(first, sums(2, 1_000, 3e12, 1)); // beyond what 32 bits hold
  await eventually(async () => (await told())?.connections === 2);
  driver.say(first, sums(1, 500, 1e12, 0)); // a message that was overtaken
  node().driver.say(second, sums(5, 1, 2, 4));
  await eventually(async () => (await told())?.connections === 7);
  expect(await told()).toEqual(sums(7, 1_001, 3e12 + 2, 5));

  const other = await insertSession(dataSource);
  expect(await node().egress.ofSessions([sessionId, other])).toEqual(new Map([[sessionId, await told()]]));
});
