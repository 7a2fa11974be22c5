import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { RecordingStage } from './testing/recording-stage.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: RecordingStage;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterEach(async () => {
  await stage.strike();
  await database.query('DELETE FROM recording_segments');
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});

const set = async (env: Record<string, string> = {}) => (stage = await RecordingStage.set(dataSource, env));
const ANN = 'ann@example.com';
const failsWith = (code: string) => expect.objectContaining({ code });
const addSegment = (id: string, bytes: number, n = 1) =>
  database.query(
    `INSERT INTO recording_segments (recording_id, n, started_at, ended_at, bytes, is_open)
     VALUES ($1, $2, now(), now() + interval '90 seconds', $3, false)`,
    [id, n, bytes],
  );

it('a recording that is stopped before its start is answered is answered as that', async () => {
  const { recordings, catalogue } = await set();
  const session = await stage.session();
  const find = catalogue.find.bind(catalogue);
  jest.spyOn(catalogue, 'find').mockImplementationOnce(async (id) => {
    await recordings.stop(session, 'disk_full', ANN);
    return find(id);
  });
  expect(await recordings.start(session, 'customer', ANN)).toMatchObject({ stopReason: 'disk_full' });
});

describe('a recording does not begin', () => {
  it('before its session has, or after it', async () => {
    const { recordings, sessions } = await set();
    const young = await sessions.find(await insertSession(dataSource, { state: 'provisioning' }));
    if (!young) throw new Error('no session');
    await expect(recordings.start(young, 'customer', ANN)).rejects.toEqual(failsWith('DESKTOP_NOT_READY'));
    const old = await stage.session();
    await sessions.end(old.id, 'ended_by_user');
    await expect(recordings.start(old, 'customer', ANN)).rejects.toEqual(failsWith('SESSION_ENDED'));
  });

  it('twice, however many ask at once', async () => {
    const { recordings, catalogue } = await set();
    const session = await stage.session();
    const started = await Promise.all(
      Array.from({ length: 5 }, () => recordings.start(session, 'customer', ANN)),
    );
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await catalogue.list(session.id)).toHaveLength(1);
    expect(await stage.names(session.id)).toEqual(['recording.started']);
    expect(await stage.audited(session.reference)).toEqual([`recording.started ${ANN}`]);
  });

  it('when its session, or all together, have what they may; what is deleted gives room', async () => {
    const { recordings } = await set({ RECORDING_MAX_BYTES: '1000', RECORDING_TOTAL_BYTES: '1500' });
    const [one, other] = [await stage.session(), await stage.session()];
    const first = await recordings.start(one, 'customer', ANN);
    await addSegment(first.id, 1_000);
    await recordings.stop(one, 'customer', ANN);
    await expect(recordings.start(one, 'customer', ANN)).rejects.toEqual(failsWith('RECORDING_FULL'));
    const second = await recordings.start(other, 'customer', ANN);
    await addSegment(second.id, 500);
    const third = await stage.session();
    await expect(recordings.start(third, 'customer', ANN)).rejects.toEqual(failsWith('RECORDING_FULL'));
    await recordings.delete(first, 'customer', ANN);
    await expect(recordings.start(one, 'customer', ANN)).resolves.toMatchObject({ bytes: 0 });
    expect(await stage.names(third.id)).toEqual([]);
  });
});

it('a recording is stopped once, by whoever comes first', async () => {
  const { recordings } = await set();
  const session = await stage.session();
  await recordings.start(session, 'customer', ANN);
  const stopped = await Promise.all([1, 2, 3].map(() => recordings.stop(session, 'customer', ANN)));
  expect(stopped.filter(Boolean)).toMatchObject([{ stopReason: 'customer' }]);
  expect(await stage.names(session.id)).toEqual(['recording.started', 'recording.stopped']);
  expect((await stage.sessions.find(session.id))?.recordingSince).toBeNull();
});

it('a session says while it is recorded that it is', async () => {
  const { recordings, sessions } = await set();
  const session = await stage.session();
  expect(session.recordingSince).toBeNull();
  const { startedAt } = await recordings.start(session, 'customer', ANN);
  expect((await sessions.find(session.id))?.recordingSince).toEqual(startedAt);
});

it('deleting one that runs stops it first, and leaves nothing to be found', async () => {
  const { recordings, catalogue } = await set();
  const session = await stage.session();
  const recording = await recordings.start(session, 'customer', ANN);
  await addSegment(recording.id, 700);
  await Promise.all([1, 2].map(() => recordings.delete(recording, 'customer', ANN)));
  expect(await catalogue.find(recording.id)).toBeUndefined();
  expect(await catalogue.segments(recording.id)).toEqual([]);
  expect(await stage.audited(session.reference)).toEqual([
    `recording.started ${ANN}`,
    `recording.stopped ${ANN} customer`,
    `recording.deleted ${ANN}`,
  ]);
});

describe('upkeep', () => {
  it('records every session where that is the policy, each once', async () => {
    const { upkeep, recordings, catalogue } = await set({ RECORDING: 'always' });
    const session = await stage.session();
    await Promise.all([upkeep.look(), upkeep.look()]);
    expect(await catalogue.list(session.id)).toMatchObject([{ startedBy: 'policy' }]);
    await recordings.stop(session, 'full', 'recorder');
    await upkeep.look();
    expect(await catalogue.list(session.id)).toHaveLength(1);
  });

  it.each(['off', 'customer'])('records nobody who did not ask where it is %s', async (RECORDING) => {
    const { upkeep, catalogue } = await set({ RECORDING });
    const session = await stage.session();
    await upkeep.look();
    expect(await catalogue.list(session.id)).toEqual([]);
  });

  it('ends a recording with its session, and deletes it when its time is over and not before', async () => {
    const { upkeep, recordings, sessions, catalogue } = await set({ RECORDING_RETENTION_HOURS: '2' });
    const session = await stage.session();
    const { id } = await recordings.start(session, 'customer', ANN);
    await sessions.end(session.id, 'ended_by_user');
    await upkeep.look();
    expect(await catalogue.find(id)).toMatchObject({ stopReason: 'session_ended' });
    const age = (text: string) =>
      database.query('UPDATE sessions SET ended_at = clock_timestamp() - $2::interval WHERE id = $1', [
        session.id,
        text,
      ]);
    await age('119 minutes');
    await upkeep.look();
    expect(await catalogue.find(id)).toBeDefined();
    await age('120 minutes');
    await upkeep.look();
    expect(await catalogue.find(id)).toBeUndefined();
    expect((await stage.audited(session.reference)).at(-1)).toBe('recording.deleted retention');
  });
});
