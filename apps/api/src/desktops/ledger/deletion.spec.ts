import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../../test/support/database.js';
import { insertSession } from '../../../../../test/support/rows.js';
import { createDataSource } from '../../database/data-source.js';
import { certificatesOf, desktopRows, endSession, holderRows, partRows } from '../testing/desktop-rows.js';
import { desktopsNode } from '../testing/desktops-node.js';
import { eventually } from '../testing/eventually.js';
import { FakeDriver, FakeMachine } from '../testing/fake-driver.js';

/** What is written down when a desktop is deleted, whoever dies meanwhile. */
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

async function endedSession(node: ReturnType<typeof desktopsNode>) {
  const sessionId = await insertSession(dataSource);
  const { desktopId } = await node.desktops.provide(sessionId);
  await endSession(dataSource, sessionId);
  return { sessionId, desktopId };
}

describe('the certificate of a deletion', () => {
  it('says what existed and when each part was gone, by the clock of the database', async () => {
    const node = desktopsNode(dataSource, host);
    const { sessionId, desktopId } = await endedSession(node);
    await node.desktops.end(sessionId);
    const [certificate, ...others] = await certificatesOf(dataSource, desktopId);
    expect(others).toEqual([]);
    expect(certificate?.data).toMatchObject({
      sessionId,
      desktopId,
      generation: 1,
      existed: { process: 2, file: 1 },
      bytes: 4_096,
    });
    const parts = await partRows(dataSource, desktopId);
    expect(parts).toHaveLength(3);
    for (const { foundAt, goneAt } of parts)
      expect(goneAt?.getTime()).toBeGreaterThanOrEqual(foundAt.getTime());
  });

  it('is not written while anything is left, and the session’s processes are missing from no receipt for it', async () => {
    const node = desktopsNode(dataSource, host);
    const { sessionId, desktopId } = await endedSession(node);
    node.driver.stays = { kind: 'file', id: '/left/behind', desktopId };
    node.driver.removeFails = true;
    await node.desktops.end(sessionId);
    expect(await certificatesOf(dataSource, desktopId)).toEqual([]);
    expect(await desktopRows(dataSource, sessionId)).toMatchObject([{ state: 'ending' }]);
    expect(await holderRows(dataSource, sessionId)).toEqual([{ id: desktopId, goneAt: expect.any(Date) }]);

    node.driver.removeFails = false;
    await node.keeper.sweep();
    const parts = await partRows(dataSource, desktopId);
    expect(parts.map(({ id }) => id)).toContain('/left/behind');
    expect(parts.every(({ goneAt }) => goneAt !== null)).toBe(true);
    expect(await certificatesOf(dataSource, desktopId)).toHaveLength(1);
  }, 20_000);

  it('is there for a desktop that died by itself, before it is replaced', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    const { desktopId } = await node.desktops.provide(sessionId);
    node.driver.die(desktopId);
    await eventually(() => node.lost.length === 1);
    expect(await certificatesOf(dataSource, desktopId)).toHaveLength(1);
    await node.desktops.provide(sessionId);
    await endSession(dataSource, sessionId);
    await node.desktops.end(sessionId);
    expect(await certificatesOf(dataSource, desktopId)).toHaveLength(1);
  });

  it('is not for a warm desktop, which nobody ever had', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.pool.refill();
    await eventually(async () => (await node.desktops.capacity()).warm === 1);
    await node.pool.close();
    const [{ id = '' } = {}] = await node.ledger.here();
    node.driver.die(id);
    await eventually(async () => (await node.ledger.here()).length === 0);
    expect(await certificatesOf(dataSource, id)).toEqual([]);
  });
});

describe('a process that is killed while it ends a desktop', () => {
  it('before the desktop is stopped: the next one ends it, and writes one certificate of all that existed', async () => {
    const machine = new FakeMachine();
    const before = desktopsNode(dataSource, host, new FakeDriver(machine));
    const { sessionId, desktopId } = await endedSession(before);
    before.driver.stopWaitsFor = new Promise(() => {});
    void before.desktops.end(sessionId);
    await eventually(async () => (await partRows(dataSource, desktopId)).length === 3);

    const after = desktopsNode(dataSource, host, new FakeDriver(machine));
    await after.keeper.onApplicationBootstrap();
    expect(await certificatesOf(dataSource, desktopId)).toMatchObject([
      { data: { existed: { process: 2, file: 1 } } },
    ]);
  });

  it('after all is gone and before that is certified: the next one certifies, once', async () => {
    const before = desktopsNode(dataSource, host);
    const { sessionId, desktopId } = await endedSession(before);
    before.record.certify = () => new Promise(() => {});
    void before.desktops.end(sessionId);
    await eventually(async () => (await desktopRows(dataSource, sessionId))[0]?.state === 'gone');
    expect(await certificatesOf(dataSource, desktopId)).toEqual([]);

    const after = desktopsNode(dataSource, host, before.driver);
    await after.keeper.onApplicationBootstrap();
    await after.keeper.sweep();
    expect(await certificatesOf(dataSource, desktopId)).toHaveLength(1);
  });

  it('and two that find it write one certificate between them', async () => {
    const node = desktopsNode(dataSource, host);
    const { sessionId, desktopId } = await endedSession(node);
    const { certify } = node.record;
    node.record.certify = async () => false;
    await node.desktops.end(sessionId);
    const answers = await Promise.all([1, 2, 3, 4].map(() => certify.call(node.record, desktopId)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await certificatesOf(dataSource, desktopId)).toHaveLength(1);
  });
});

describe('what nobody owns', () => {
  it('is ended, and counted until then', async () => {
    const node = desktopsNode(dataSource, host);
    const orphan = randomUUID();
    node.driver.machine.running.set(orphan, { sessionId: null, remainingMs: null });
    const { desktops } = await node.books.look();
    expect(desktops).toMatchObject([{ desktopId: orphan, phase: null, verdict: 'orphan' }]);
    await node.keeper.sweep();
    expect(node.driver.machine.stopped).toEqual([orphan]);
    expect((await node.books.look()).desktops).toEqual([]);
  });

  it('is not a desktop that is just being started, given, ended or lost', async () => {
    const node = desktopsNode(dataSource, host);
    const seen: unknown[] = [];
    const look = async () => seen.push(...(await node.books.look()).desktops);
    for (let n = 0; n < 10; n += 1) {
      const sessionId = await insertSession(dataSource);
      const [{ desktopId }] = await Promise.all([node.desktops.provide(sessionId), look()]);
      if (n % 2 === 0) node.driver.die(desktopId);
      await Promise.all([look(), node.desktops.end(sessionId), look()]);
    }
    expect(seen).not.toContainEqual(expect.objectContaining({ verdict: 'orphan' }));
  });

  it('is nothing that is gone by the second look', async () => {
    const node = desktopsNode(dataSource, host);
    const id = randomUUID();
    node.driver.machine.running.set(id, { sessionId: null, remainingMs: null });
    const { inventory } = node.driver;
    node.driver.inventory = async (desktopId) => {
      const found = await inventory.call(node.driver, desktopId);
      node.driver.machine.running.delete(id);
      return found;
    };
    expect((await node.books.look()).desktops).toEqual([]);
  });
});
