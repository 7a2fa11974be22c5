import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { desktopsNode } from './testing/desktops-node.js';
import { eventually } from './testing/eventually.js';
import { FakeDriver, FakeMachine } from './testing/fake-driver.js';

const GIB = 1024 ** 3;

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

type Node = ReturnType<typeof desktopsNode>;

async function filled(node: Node, warm: number): Promise<Node> {
  await eventually(async () => {
    node.pool.refill(); // one that is still failing is not asked again by itself
    return (await node.desktops.capacity()).warm === warm;
  });
  return node;
}

async function grow(desktopId: string, hours: number): Promise<void> {
  await dataSource.query(
    `UPDATE desktops SET created_at = created_at - make_interval(hours => $2) WHERE id = $1`,
    [desktopId, hours],
  );
}

const idsOf = (node: Node) => [...node.driver.machine.running.keys()];

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
  const node = await filled(desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 2), 2), 2);
  await node.desktops.provide(await insertSession(dataSource));
  await node.pool.close();
  expect(await node.desktops.capacity()).toEqual({ max: 2, inUse: 1, warm: 1 });
});

it('replaces a warm desktop that died, without telling anybody', async () => {
  const node = await filled(desktopsNode(dataSource, host, new FakeDriver(), 1), 1);
  const [first = ''] = idsOf(node);
  node.driver.die(first);
  await eventually(() => idsOf(node).length === 1 && !idsOf(node).includes(first));
  expect(node.lost).toEqual([]);
  await node.pool.close();
});

it('hands no desktop out twice, whatever two nodes do at once', async () => {
  const machine = new FakeMachine();
  const nodes = [1, 2].map(() => desktopsNode(dataSource, host, new FakeDriver(machine, 40), 3));
  await Promise.all(nodes.map((node) => filled(node, 3)));
  const sessions = await Promise.all(Array.from({ length: 12 }, () => insertSession(dataSource)));
  const given = await Promise.all(
    sessions.flatMap((id) => nodes.map(async (node) => ({ id, ...(await node.desktops.provide(id)) }))),
  );
  for (const id of sessions)
    expect(new Set(given.filter((each) => each.id === id).map(({ desktopId }) => desktopId)).size).toBe(1);
  expect(new Set(given.map(({ desktopId }) => desktopId)).size).toBe(sessions.length);
  await Promise.all(nodes.map((node) => node.pool.close()));
}, 30_000);

describe('a warm desktop', () => {
  it('stands still until a session has it', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(), 1), 1);
    const [warm = ''] = idsOf(node);
    expect(node.driver.isFrozen(warm)).toBe(true);
    expect((await node.desktops.provide(await insertSession(dataSource))).desktopId).toBe(warm);
    expect(node.driver.isFrozen(warm)).toBe(false);
    await node.pool.close();
  });

  it('is as good when it cannot be frozen', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.driver.freezeFails = true;
    await filled(node, 1);
    await node.pool.close();
  });

  it('that is aged goes only when its successor is ready', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(), 1), 1);
    const [aged = ''] = idsOf(node);
    await grow(aged, 5);
    node.driver.startFails = true;
    node.pool.refill();
    await eventually(async () => node.driver.machine.stopped.length > 0);
    expect(idsOf(node)).toEqual([aged]);

    node.driver.startFails = false;
    await eventually(async () => {
      node.pool.refill();
      return idsOf(node).length === 1 && !idsOf(node).includes(aged);
    });
    await node.pool.close();
  });

  it('that is aged makes place for its successor in a full house', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 1), 1), 1);
    const [aged = ''] = idsOf(node);
    await grow(aged, 5);
    node.pool.refill();
    await eventually(() => idsOf(node).length === 1 && !idsOf(node).includes(aged));
    await node.pool.close();
  });

  it('that is to go is not taken from a session that was given it a moment before', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 20), 1), 1);
    for (let n = 0; n < 8; n += 1) {
      await filled(node, 1);
      const sessionId = await insertSession(dataSource);
      const [given, withdrawn] = await Promise.all([
        node.desktops.provide(sessionId),
        node.ledger.withdrawWarm(),
      ]);
      expect(given.desktopId === withdrawn?.id).toBe(false);
      expect(await node.desktops.endpointOf(sessionId)).not.toBeNull();
    }
    await node.pool.close();
  }, 30_000);
});

describe('when memory runs short', () => {
  it('the pool gives up what it has, one at a time, and takes it back later', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(), 2), 2);
    node.memory.availableBytes = 0.3 * GIB;
    expect(await node.pool.state()).toMatchObject({ size: 2, target: 1 });
    node.pool.refill();
    await eventually(async () => (await node.desktops.capacity()).warm === 1);
    node.memory.availableBytes = 0.6 * GIB; // enough for what is there, too little for one more
    node.pool.refill();
    await node.pool.close();
    expect((await node.desktops.capacity()).warm).toBe(1);
  });

  it('fewer places are offered, and never fewer than are taken or warm', async () => {
    const node = await filled(desktopsNode(dataSource, host, new FakeDriver(new FakeMachine(), 10), 1), 1);
    await node.desktops.provide(await insertSession(dataSource));
    await filled(node, 1);
    await node.pool.close();
    expect(await node.desktops.capacity()).toEqual({ max: 10, inUse: 1, warm: 1 });
    node.memory.availableBytes = 0;
    expect(await node.desktops.capacity()).toEqual({ max: 2, inUse: 1, warm: 1, limitedBy: 'memory' });
  });
});

describe('when desktops do not start', () => {
  it('no place is offered after three failures, until one starts', async () => {
    const node = desktopsNode(dataSource, host, new FakeDriver(), 1);
    node.driver.startFails = true;
    await eventually(async () => {
      node.pool.refill();
      return (await node.desktops.capacity()).limitedBy === 'failing_starts';
    });
    expect(await node.desktops.capacity()).toMatchObject({ max: 0, failure: expect.any(String) });
    node.driver.startFails = false;
    await filled(node, 1);
    expect(await node.desktops.capacity()).toEqual({ max: 4, inUse: 0, warm: 1 });
    await node.pool.close();
  });
});
