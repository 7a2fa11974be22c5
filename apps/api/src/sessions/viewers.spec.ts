import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { insertSession, insertShare } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import { Holders } from '../signals/holders.js';
import { EventLog } from './event-log.js';
import { Viewers, type Viewer } from './viewers.js';

let database: TestDatabase;
let dataSource: DataSource;
let events: EventLog;
let viewers: Viewers;
let holders: Holders;
let viewer: Viewer;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  const bus = new LocalSignalBus();
  events = new EventLog(dataSource, bus);
  viewers = new Viewers(dataSource, events, bus, silentLog);
  holders = new Holders(dataSource, new NodeIdentity());
  const sessionId = await insertSession(dataSource);
  viewer = { sessionId, connection: randomUUID(), viewer: randomUUID(), access: 'view', by: 'admin' };
});

const log = async () =>
  (await events.page(viewer.sessionId, 0, 50)).items.map(({ name, data }) => ({ name, ...data }));
const names = async () => (await log()).map(({ name }) => name);

describe('the log of a session', () => {
  it('tells nothing of a connection that leaves without having joined', async () => {
    await viewers.leave(viewer.connection);
    expect(await log()).toEqual([]);
  });

  it('tells once that a viewer left', async () => {
    await viewers.join(viewer);
    await Promise.all([viewers.leave(viewer.connection), viewers.leave(viewer.connection), viewers.sweep()]);
    expect(await names()).toEqual(['viewer.joined', 'viewer.left']);
  });

  it('pairs who came with who left by the connection, whichever window they are', async () => {
    const { access } = viewer;
    const who = { viewer: viewer.viewer, connection: viewer.connection, by: viewer.by };
    await viewers.join(viewer);
    await viewers.join({ ...viewer, connection: randomUUID() });
    await viewers.leave(viewer.connection);
    expect((await log()).filter(({ name }) => name === 'viewer.left')).toEqual([
      { name: 'viewer.left', ...who },
    ]);
    expect((await log())[0]).toEqual({ name: 'viewer.joined', ...who, access });
  });

  it('names the link of a guest', async () => {
    const share = (await insertShare(dataSource, viewer)).id as NonNullable<Viewer['share']>;
    await viewers.join({ ...viewer, by: 'guest', share });
    await viewers.leave(viewer.connection);
    expect(await log()).toMatchObject([
      { by: 'guest', share },
      { by: 'guest', share },
    ]);
  });
});

describe('a viewer whose node died', () => {
  beforeEach(async () => {
    await holders.register({ sessionId: viewer.sessionId, kind: 'desktop', id: viewer.connection });
    await viewers.join(viewer);
  });
  const gone = (secondsAgo: number) =>
    dataSource.query(
      'UPDATE holders SET gone_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1',
      [viewer.connection, secondsAgo],
    );

  it('is not told to have left while its socket may be open', async () => {
    await viewers.sweep();
    expect(await names()).toEqual(['viewer.joined']);
  });

  it('is not told by others while its own node may still do it', async () => {
    await gone(1);
    await viewers.sweep();
    expect(await names()).toEqual(['viewer.joined']);
  });

  it('is told to have left by the others', async () => {
    await gone(6);
    await viewers.sweep();
    expect(await names()).toEqual(['viewer.joined', 'viewer.left']);
  });
});
