import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { insertSession } from '../../../../../test/support/rows.js';
import { createDataSource } from '../../database/data-source.js';
import { Endings } from '../../signals/endings.js';
import { SessionEnding } from '../ending.js';
import { EventLog } from '../event-log.js';
import { Viewers } from '../viewers.js';
import type { Controller } from './control-lease.js';
import { SessionControl } from './session-control.js';

let database: TestDatabase;
let dataSource: DataSource;
let bus: LocalSignalBus;
let events: EventLog;
let viewers: Viewers;
let control: SessionControl;
let sessionId: string;
let ann: Controller;
let bob: Controller;
const agent: Controller = { kind: 'agent', id: 'agent' };

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  bus = new LocalSignalBus();
  events = new EventLog(dataSource, bus);
  viewers = new Viewers(dataSource, events, bus, silentLog);
  control = new SessionControl(dataSource, events, bus);
  sessionId = await insertSession(dataSource);
  ann = await windowOpened();
  bob = await windowOpened();
});

/** A window of a person, which is there. */
async function windowOpened(access: 'control' | 'view' = 'control'): Promise<Controller> {
  const id = randomUUID();
  await viewers.join({ sessionId, connection: id, viewer: id, access, by: 'customer' });
  return { kind: 'user', id };
}

const held = async () => {
  const { epoch, holder } = await control.read(sessionId);
  return { epoch, holder };
};
const eventsNamed = async (name: string) =>
  (await events.page(sessionId, 0, 200)).items.filter((event) => event.name === name).map(({ data }) => data);

describe('control is not taken by the first input', () => {
  it('of a window while another that is there holds it', async () => {
    await control.takeIfFree(sessionId, ann);
    expect(await control.takeIfFree(sessionId, bob)).toMatchObject({
      holder: ann.id,
      epoch: 1,
      present: true,
    });
    expect(await eventsNamed('control.changed')).toHaveLength(1);
  });

  it('from the agent, which is always there', async () => {
    await control.take(sessionId, agent);
    expect(await control.takeIfFree(sessionId, ann)).toMatchObject({ holderKind: 'agent', epoch: 1 });
  });

  it('a second time by who holds it', async () => {
    await control.takeIfFree(sessionId, ann);
    await control.takeIfFree(sessionId, ann);
    expect(await held()).toEqual({ epoch: 1, holder: ann.id });
  });

  it('by more than one of twenty who begin at once', async () => {
    const windows = await Promise.all(Array.from({ length: 20 }, () => windowOpened()));
    await Promise.all(windows.map((window) => control.takeIfFree(sessionId, window)));
    expect((await held()).epoch).toBe(1);
    expect(await eventsNamed('control.changed')).toHaveLength(1);
  });

  it('of a session that has ended', async () => {
    await new SessionEnding(dataSource, events, new Endings(dataSource, bus, silentLog), silentLog).end(
      sessionId,
      'ended_by_user',
    );
    expect(await control.takeIfFree(sessionId, ann)).toMatchObject({ holder: null, epoch: 0 });
    expect(await control.take(sessionId, ann)).toMatchObject({ holder: null, epoch: 0 });
  });
});

describe('who is not in control', () => {
  it('cannot give it, whether anybody has it or not', async () => {
    const refused = expect.objectContaining({ code: 'NOT_IN_CONTROL' });
    await expect(control.give(sessionId, bob)).rejects.toEqual(refused);
    await control.take(sessionId, ann);
    await expect(control.give(sessionId, bob, bob)).rejects.toEqual(refused);
    expect(await held()).toEqual({ epoch: 1, holder: ann.id });
  });

  it('releases nothing', async () => {
    await control.take(sessionId, ann);
    expect(await control.release(sessionId, bob)).toMatchObject({ epoch: 1, holder: ann.id });
  });

  it('is one of another kind with the same name', async () => {
    await control.take(sessionId, ann);
    const namesake: Controller = { kind: 'agent', id: ann.id };
    await expect(control.give(sessionId, namesake)).rejects.toThrow();
    expect(await control.release(sessionId, namesake)).toMatchObject({ epoch: 1, holderKind: 'user' });
  });
});

it('nothing changes once the session has ended, even for who was in control', async () => {
  await control.take(sessionId, ann);
  const ending = new SessionEnding(dataSource, events, new Endings(dataSource, bus, silentLog), silentLog);
  await ending.end(sessionId, 'ended_by_user');
  const over = expect.objectContaining({ code: 'SESSION_ENDED' });
  await expect(control.give(sessionId, ann, bob)).rejects.toEqual(over);
  await expect(control.release(sessionId, ann)).rejects.toEqual(over);
  expect(await held()).toEqual({ epoch: 1, holder: ann.id });
});

describe('control', () => {
  it('is free at epoch 0 until somebody acts', async () => {
    expect(await control.read(sessionId)).toMatchObject({
      epoch: 0,
      holder: null,
      since: null,
      present: false,
    });
  });

  it('goes to whoever takes it, one epoch later each time, and the log says so', async () => {
    await control.takeIfFree(sessionId, ann);
    await control.take(sessionId, bob);
    await control.take(sessionId, bob);
    await control.release(sessionId, bob);
    expect(await eventsNamed('control.changed')).toMatchObject([
      { holderKind: 'user', holder: ann.id, epoch: 1, how: 'input' },
      { holderKind: 'user', holder: bob.id, epoch: 2, how: 'take' },
      { holderKind: null, holder: null, epoch: 3, how: 'release' },
    ]);
    expect(bus.sent.filter(({ topic }) => topic === 'control-changed').length).toBeGreaterThanOrEqual(3);
  });

  it('of a window that is not there goes to the first who acts, and is kept while nobody does', async () => {
    await control.take(sessionId, ann);
    await viewers.leave(ann.id);
    expect(await control.read(sessionId)).toMatchObject({ holder: ann.id, present: false });
    await viewers.join({
      sessionId,
      connection: randomUUID(),
      viewer: ann.id,
      access: 'control',
      by: 'customer',
    });
    expect(await control.takeIfFree(sessionId, bob)).toMatchObject({
      holder: ann.id,
      epoch: 1,
      present: true,
    });
    await dataSource.query('UPDATE viewers SET left_at = clock_timestamp() WHERE viewer = $1', [ann.id]);
    expect(await control.takeIfFree(sessionId, bob)).toMatchObject({ holder: bob.id, epoch: 2 });
  });

  it('is not kept by a window that may only look by now', async () => {
    await control.take(sessionId, ann);
    await viewers.leave(ann.id);
    await viewers.join({
      sessionId,
      connection: randomUUID(),
      viewer: ann.id,
      access: 'view',
      by: 'customer',
    });
    expect(await control.takeIfFree(sessionId, bob)).toMatchObject({ holder: bob.id });
  });

  it('of one session is not that of another', async () => {
    await control.take(sessionId, ann);
    const other = await insertSession(dataSource);
    expect(await control.takeIfFree(other, bob)).toMatchObject({ holder: bob.id, epoch: 1 });
    expect((await held()).holder).toBe(ann.id);
  });

  it('goes to the agent and back by the same statements', async () => {
    await control.take(sessionId, ann);
    await control.request(sessionId, agent);
    expect(await control.give(sessionId, ann)).toMatchObject({
      holderKind: 'agent',
      holder: 'agent',
      epoch: 2,
    });
    expect(await control.take(sessionId, ann)).toMatchObject({
      holderKind: 'user',
      holder: ann.id,
      epoch: 3,
    });
  });
});

describe('a request', () => {
  beforeEach(async () => void (await control.take(sessionId, ann)));

  it('changes nobody in control, is told once, and is answered by giving', async () => {
    await control.request(sessionId, bob);
    expect(await control.request(sessionId, bob)).toMatchObject({
      holder: ann.id,
      epoch: 1,
      requester: bob.id,
    });
    expect(await eventsNamed('control.requested')).toEqual([{ requesterKind: 'user', requester: bob.id }]);
    expect(await control.give(sessionId, ann)).toMatchObject({ holder: bob.id, epoch: 2, requester: null });
  });

  it('is taken back by releasing', async () => {
    await control.request(sessionId, bob);
    expect(await control.release(sessionId, bob)).toMatchObject({ holder: ann.id, requester: null });
    expect(await control.give(sessionId, ann)).toMatchObject({ holder: null, epoch: 2 });
  });

  it('of who is in control already asks nobody', async () => {
    expect(await control.request(sessionId, ann)).toMatchObject({ epoch: 1, requester: null });
    expect(await eventsNamed('control.requested')).toEqual([]);
  });

  it('is granted at once where nobody is there to be asked', async () => {
    await viewers.leave(ann.id);
    expect(await control.request(sessionId, bob)).toMatchObject({
      holder: bob.id,
      epoch: 2,
      requester: null,
    });
    expect(await eventsNamed('control.requested')).toEqual([]);
  });

  it('does not keep the holder from giving it to somebody else', async () => {
    const carol = await windowOpened();
    await control.request(sessionId, bob);
    expect(await control.give(sessionId, ann, carol)).toMatchObject({ holder: carol.id, requester: null });
  });
});
