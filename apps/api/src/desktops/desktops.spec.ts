import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { desktopRows, endSession, holderRows } from './testing/desktop-rows.js';
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

describe('what a session cannot have', () => {
  it('a second desktop, however many ask at once on several nodes', async () => {
    const sessionId = await insertSession(dataSource);
    const nodes = [desktopsNode(dataSource, host), desktopsNode(dataSource, randomUUID())];
    const answers = await Promise.all(
      [...nodes, ...nodes, ...nodes].map(({ desktops }) => desktops.provide(sessionId)),
    );
    expect(new Set(answers.map(({ desktopId }) => desktopId)).size).toBe(1);
    expect(nodes.flatMap(({ driver }) => [...driver.machine.running.keys()])).toHaveLength(1);
  });

  it('the warm desktop of another', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.pool.refill();
    await eventually(async () => (await node.desktops.capacity()).warm === 1);
    const sessions = await Promise.all([1, 2, 3].map(() => insertSession(dataSource)));
    const answers = await Promise.all(sessions.map((id) => node.desktops.provide(id)));
    expect(new Set(answers.map(({ desktopId }) => desktopId)).size).toBe(3);
    await node.pool.close();
  });

  it('a warm desktop that another session is just being given', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.pool.refill();
    await eventually(async () => (await node.desktops.capacity()).warm === 1);
    await node.pool.close();
    await dataSource.transaction(async (manager) => {
      await manager.query(`SELECT id FROM desktops WHERE state = 'warm' FOR UPDATE`);
      expect(await node.ledger.claimWarm(await insertSession(dataSource))).toBeNull();
    });
  });

  it('a place when all are taken', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 1));
    const first = await insertSession(dataSource);
    const second = await insertSession(dataSource);
    await node.desktops.provide(first);
    await expect(node.desktops.provide(second)).rejects.toMatchObject({ code: 'NO_CAPACITY' });
    expect(await node.desktops.capacity()).toEqual({ max: 1, inUse: 1, warm: 0 });

    await node.desktops.end(first);
    await expect(node.desktops.provide(second)).resolves.toMatchObject({ generation: 1 });
  });

  it('a desktop when it has ended, not even one that is half way there', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    let finish = () => {};
    node.driver.startWaitsFor = new Promise((resolve) => (finish = resolve));
    const provided = node.desktops.provide(sessionId);
    provided.catch(() => {}); // looked at below
    await eventually(async () => (await holderRows(dataSource, sessionId)).length === 1);
    await endSession(dataSource, sessionId);
    await node.desktops.end(sessionId);
    finish();
    await expect(provided).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect([...node.driver.machine.running]).toEqual([]);
    await expect(node.desktops.provide(sessionId)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect([...node.driver.machine.running]).toEqual([]);
  });
});

describe('a desktop of a session', () => {
  it('has an endpoint only once it is ready', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    expect(await node.desktops.endpointOf(sessionId)).toBeNull();
    const { desktopId, generation } = await node.desktops.provide(sessionId);
    expect(await node.desktops.endpointOf(sessionId)).toEqual({
      generation,
      host: expect.any(String),
      endpoint: node.driver.endpointOf(desktopId),
    });
  });

  it('knows when to end itself: at the deadline, or after a whole session when that has not begun', async () => {
    const node = desktopsNode(dataSource, host);
    const [begun, waiting] = [await insertSession(dataSource), await insertSession(dataSource)];
    const first = await node.desktops.provide(begun, new Date(node.clock.now().getTime() + 5_000));
    const second = await node.desktops.provide(waiting);
    expect(node.driver.machine.running.get(first.desktopId)).toEqual({
      sessionId: begun,
      remainingMs: 5_000,
    });
    expect(node.driver.machine.running.get(second.desktopId)?.remainingMs).toBeGreaterThan(86_400_000);

    await node.desktops.setDeadline(begun, new Date(node.clock.now().getTime() + 9_000));
    expect(node.driver.machine.running.get(first.desktopId)?.remainingMs).toBe(9_000);
  });

  it('is replaced a generation later when it dies, after its loss was told once', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    const first = await node.desktops.provide(sessionId);
    node.driver.die(first.desktopId);
    await eventually(() => node.lost.length > 0);
    expect(node.lost).toEqual([{ sessionId, generation: 1 }]);
    expect(await node.desktops.endpointOf(sessionId)).toBeNull();
    expect((await node.desktops.capacity()).inUse).toBe(1);

    const second = await node.desktops.provide(sessionId);
    expect(second.generation).toBe(2);
    expect((await desktopRows(dataSource, sessionId)).map(({ state }) => state)).toEqual(['gone', 'ready']);
    await node.keeper.sweep();
    expect(node.lost).toHaveLength(1);
  });

  it('that does not start leaves nothing but the reason, and can be tried again', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    node.driver.startFails = true;
    await expect(node.desktops.provide(sessionId)).rejects.toThrow('it does not start');
    expect(await desktopRows(dataSource, sessionId)).toMatchObject([
      { state: 'gone', error: 'it does not start' },
    ]);
    expect((await holderRows(dataSource, sessionId)).every(({ goneAt }) => goneAt !== null)).toBe(true);

    node.driver.startFails = false;
    await expect(node.desktops.provide(sessionId)).resolves.toMatchObject({ generation: 2 });
  });

  it('is given fresh when the warm one has died unnoticed', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.pool.refill();
    await eventually(async () => (await node.desktops.capacity()).warm === 1);
    const [warm = ''] = node.driver.machine.running.keys();
    node.driver.machine.running.delete(warm);
    const sessionId = await insertSession(dataSource);
    const { desktopId } = await node.desktops.provide(sessionId);
    expect(desktopId).not.toBe(warm);
    await node.pool.close();
  });
});

describe('the end of a session', () => {
  it('ends its desktop, and says so only when that is gone', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    const { desktopId } = await node.desktops.provide(sessionId);
    await endSession(dataSource, sessionId);
    node.driver.stopFails = true;
    await node.desktops.end(sessionId);
    expect(await holderRows(dataSource, sessionId)).toEqual([{ id: desktopId, goneAt: null }]);

    node.driver.stopFails = false;
    await node.keeper.sweep();
    expect(await holderRows(dataSource, sessionId)).toEqual([{ id: desktopId, goneAt: expect.any(Date) }]);
    expect(await desktopRows(dataSource, sessionId)).toMatchObject([{ state: 'gone' }]);
  });

  it('is heard as an order', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    await node.desktops.provide(sessionId);
    await endSession(dataSource, sessionId);
    const order = { kind: 'session', id: sessionId, reason: 'revoked' } as const;
    node.endings.announce(await dataSource.transaction((manager) => node.endings.record(manager, order)));
    await eventually(async () => (await desktopRows(dataSource, sessionId))[0]?.state === 'gone');
  });

  it('is obeyed although its order was missed', async () => {
    const node = desktopsNode(dataSource, host);
    const sessionId = await insertSession(dataSource);
    await node.desktops.provide(sessionId);
    await dataSource.query(`INSERT INTO endings (kind, id, reason) VALUES ('session', $1, 'expired')`, [
      sessionId,
    ]);
    await node.keeper.sweep();
    expect(node.driver.machine.running.size).toBe(0);
    expect(node.lost).toEqual([]);
  });
});

it('says whose desktop asked for a forbidden address', async () => {
  const node = desktopsNode(dataSource, host);
  const sessionId = await insertSession(dataSource);
  const { desktopId } = await node.desktops.provide(sessionId);
  const heard: string[] = [];
  node.desktops.onEgressDenied((denied) => heard.push(`${denied.sessionId} ${denied.denials[0]?.host}`));
  node.driver.deny(desktopId, '10.0.0.1');
  await eventually(() => heard.length > 0);
  expect(heard).toEqual([`${sessionId} 10.0.0.1`]);
});
