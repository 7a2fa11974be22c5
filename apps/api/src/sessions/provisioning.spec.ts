import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { desktopsNode } from '../desktops/testing/desktops-node.js';
import { eventually } from '../desktops/testing/eventually.js';
import { FakeDriver, FakeMachine } from '../desktops/testing/fake-driver.js';
import { JobQueue, type JobName } from '../queue/job-queue.js';
import { Endings } from '../signals/endings.js';
import { SessionActivation } from './activation.js';
import { BrowserCrashes } from './browser-crashes.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';
import { ProvisioningWorker } from './provisioning.worker.js';
import { Sessions } from './sessions.js';

/** A queue that remembers: the test plays the worker. */
class RememberedJobs extends JobQueue {
  readonly sessions: string[] = [];

  async enqueue(_manager: EntityManager, _name: JobName, data: object): Promise<void> {
    if ('sessionId' in data) this.sessions.push(String(data.sessionId));
  }

  work(): void {}

  async depth() {
    return { waiting: 0, oldestRunnableSeconds: 0 };
  }
}

let database: TestDatabase;
let dataSource: DataSource;
let node: ReturnType<typeof desktopsNode>;
let queue: RememberedJobs;
let worker: ProvisioningWorker;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});
beforeEach(() => {
  worker = workerWith(new FakeDriver());
});

function workerWith(driver: FakeDriver): ProvisioningWorker {
  node = desktopsNode(dataSource, randomUUID(), driver);
  queue = new RememberedJobs();
  const bus = new LocalSignalBus();
  const events = new EventLog(dataSource, bus);
  new BrowserCrashes(events, silentLog, node.desktops);
  const ending = new SessionEnding(dataSource, events, new Endings(dataSource, bus, silentLog), silentLog);
  return new ProvisioningWorker(
    dataSource,
    new Sessions(dataSource, events, queue, ending),
    node.desktops,
    new SessionActivation(dataSource, events, bus, silentLog),
    ending,
    events,
    queue,
    silentLog,
  );
}

const waiting = () => insertSession(dataSource, { state: 'provisioning' });

async function stateOf(id: string) {
  const [row] = await dataSource.query<{ state: string; reason: string | null }[]>(
    'SELECT state, end_reason AS reason FROM sessions WHERE id = $1',
    [id],
  );
  return row;
}

async function eventsOf(id: string): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    'SELECT name FROM session_events WHERE session_id = $1 ORDER BY seq',
    [id],
  );
  return rows.map(({ name }) => name);
}

describe('a desktop that cannot start', () => {
  it('is tried again, and gives the session up after three failures, for its dollar to go back', async () => {
    node.driver.startFails = true;
    const id = await waiting();
    await expect(worker.provision(id)).rejects.toThrow('it does not start');
    await expect(worker.provision(id)).rejects.toThrow('it does not start');
    expect(await stateOf(id)).toEqual({ state: 'provisioning', reason: null });
    await worker.provision(id);
    expect(await stateOf(id)).toEqual({ state: 'ended', reason: 'failed_to_start' });
    expect([...node.driver.machine.running]).toEqual([]);
  });

  it('is there at the third try when the first two failed', async () => {
    node.driver.startFails = true;
    const id = await waiting();
    for (let n = 0; n < 2; n += 1) await worker.provision(id).catch(() => {});
    node.driver.startFails = false;
    await worker.provision(id);
    expect(await stateOf(id)).toEqual({ state: 'active', reason: null });
    expect(await eventsOf(id)).toEqual(['desktop.ready', 'session.activated']);
  });

  it('for want of a place is no failure: it waits, however often it is tried', async () => {
    worker = workerWith(new FakeDriver(new FakeMachine(), 0));
    const id = await waiting();
    for (let n = 0; n < 5; n += 1)
      await expect(worker.provision(id)).rejects.toMatchObject({ code: 'NO_CAPACITY' });
    expect(await stateOf(id)).toEqual({ state: 'provisioning', reason: null });
  });

  it('for want of a place is given up after ten minutes', async () => {
    const [late, early] = [await waiting(), await waiting()];
    await dataSource.query(`UPDATE sessions SET created_at = created_at - interval '601 s' WHERE id = $1`, [
      late,
    ]);
    await worker.giveUp();
    expect(await stateOf(late)).toEqual({ state: 'ended', reason: 'failed_to_start' });
    expect(await stateOf(early)).toEqual({ state: 'provisioning', reason: null });
  });
});

describe('a desktop that died', () => {
  async function active(): Promise<string> {
    const id = await waiting();
    await worker.provision(id);
    return id;
  }

  async function dies(id: string): Promise<void> {
    const [desktopId = ''] =
      [...node.driver.machine.running].find(([, { sessionId }]) => sessionId === id) ?? [];
    expect(desktopId).not.toBe('');
    const lost = node.lost.length;
    node.driver.die(desktopId);
    await eventually(() => node.lost.length > lost);
  }

  it('is told of, and replaced a generation later, which is told of too', async () => {
    const id = await active();
    await dies(id);
    await eventually(() => queue.sessions.includes(id));
    expect(await node.desktops.endpointOf(id)).toBeNull();
    await worker.provision(id);
    expect(await node.desktops.endpointOf(id)).toMatchObject({ generation: 2 });
    expect((await eventsOf(id)).slice(2)).toEqual(['desktop.lost', 'desktop.restarted']);
  });

  it('only in its browser, is told of as what was started again in the same desktop', async () => {
    const id = await active();
    const [desktopId = ''] =
      [...node.driver.machine.running].find(([, { sessionId }]) => sessionId === id) ?? [];
    node.driver.crashBrowser(desktopId, 2);
    await eventually(async () => (await eventsOf(id)).length === 3);
    const [row] = await dataSource.query<{ name: string; data: object }[]>(
      'SELECT name, data FROM session_events WHERE session_id = $1 AND seq = 3',
      [id],
    );
    expect(row).toEqual({
      name: 'desktop.restarted',
      data: { generation: 1, program: 'browser', times: 2 },
    });
    expect(queue.sessions).not.toContain(id);
  });

  it('again and again is replaced at once twice, and then is given time', async () => {
    const id = await active();
    for (const times of [1, 2, 3]) {
      await dies(id);
      await eventually(
        async () => (await eventsOf(id)).filter((name) => name === 'desktop.lost').length === times,
      );
      if (times < 3) await eventually(() => queue.sessions.filter((each) => each === id).length === times);
      await worker.provision(id);
    }
    expect(queue.sessions.filter((each) => each === id)).toHaveLength(2);
  });
});
