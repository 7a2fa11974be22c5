import { existsSync, readFileSync, statSync, writeFileSync, appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { readSegment } from '#recording';
import { TestDatabase } from '../../../../../test/support/database.js';
import { until } from '../../../../../test/support/until.js';
import { createDataSource } from '../../database/data-source.js';
import type { RecordingRecord } from '../recording-record.js';
import { RecordingStage } from '../testing/recording-stage.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: RecordingStage;
let session: Awaited<ReturnType<RecordingStage['session']>>;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  stage = await RecordingStage.set(dataSource);
  session = await stage.session();
});
afterEach(async () => {
  await stage.strike();
  await database.query('TRUNCATE recording_segments, recordings');
});

const start = () => stage.recordings.start(session, 'customer', 'ann@example.com');
const fileOf = ({ id, sessionId }: RecordingRecord, n: number) =>
  path.join(stage.dataDir, 'recordings', sessionId, id, `${n}.seg`);
const recordsIn = (file: string) =>
  existsSync(file) ? (readSegment(readFileSync(file))?.records ?? []) : [];
const hasPicture = (file: string) => until('a whole picture', () => recordsIn(file).length >= 2);
const rows = () =>
  database.query<{ n: number; bytes: string; is_open: boolean }>(
    'SELECT * FROM recording_segments ORDER BY n',
  );
const holders = () =>
  database.query<{ gone_at: Date | null }>('SELECT gone_at FROM holders WHERE session_id = $1', [session.id]);

describe('nothing is recorded', () => {
  it('of a session nobody switched it on for', async () => {
    await stage.recorders().look();
    expect(existsSync(path.join(stage.dataDir, 'recordings', session.id))).toBe(false);
  });

  it('while another instance has the lease', async () => {
    await start();
    await database.query(
      "UPDATE recordings SET host = 'elsewhere', leased_until = clock_timestamp() + interval '1 minute'",
    );
    await stage.recorders().look();
    expect(await rows()).toEqual([]);
    await database.query('UPDATE recordings SET leased_until = clock_timestamp()');
    await stage.recorders().look();
    await until('the lease is over', async () => (await rows()).length > 0);
  });

  it('where the disk is nearly full: it is stopped, and says why', async () => {
    stage.files.free = 1_000;
    const { id } = await start();
    await stage.recorders().look();
    expect(await stage.catalogue.find(id)).toMatchObject({ stopReason: 'disk_full', bytes: 0 });
    expect(await stage.names(session.id)).toEqual(['recording.started', 'recording.stopped']);
  });
});

describe('a recording', () => {
  it('lies where only its owner can read it', async () => {
    const recording = await start();
    await stage.recorders().look();
    await hasPicture(fileOf(recording, 1));
    const modeOf = (of: string) => (statSync(of).mode & 0o777).toString(8);
    const folders = [path.dirname(fileOf(recording, 1)), path.join(stage.dataDir, 'recordings')];
    expect([fileOf(recording, 1), ...folders].map(modeOf)).toEqual(['600', '700', '700']);
  });

  it('ends at once with its session, and says so to whoever waits for what held it', async () => {
    const recording = await start();
    await stage.recorders().look();
    await hasPicture(fileOf(recording, 1));
    expect(await holders()).toEqual([{ gone_at: null }]);
    await stage.sessions.end(session.id, 'revoked');
    await until('its holder is gone', async () => (await holders())[0]?.gone_at);
    expect(await rows()).toMatchObject([{ is_open: false }]);
  });

  it('is stopped and gone, files and all, when it is deleted', async () => {
    const recording = await start();
    await stage.recorders().look();
    await hasPicture(fileOf(recording, 1));
    await stage.recordings.delete(recording, 'customer', 'ann@example.com');
    await stage.recorders().look();
    expect(existsSync(path.dirname(fileOf(recording, 1)))).toBe(false);
    expect(await rows()).toEqual([]);
    await stage.recorders().look();
    expect(existsSync(path.join(stage.dataDir, 'recordings', session.id))).toBe(false);
  });

  it('goes on with a new segment in the next process after a planned end', async () => {
    const recording = await start();
    await stage.recorders().look();
    await hasPicture(fileOf(recording, 1));
    await stage.recorders().beforeApplicationShutdown();
    expect(await rows()).toMatchObject([{ n: 1, is_open: false }]);
    const next = stage.another();
    await next.look();
    await hasPicture(fileOf(recording, 2));
    await next.beforeApplicationShutdown();
    expect(await stage.catalogue.find(recording.id)).toMatchObject({ stoppedAt: null });
  });
});

it('what a killed process left is kept up to its last whole record, and goes on', async () => {
  const recording = await start();
  await stage.recorders().look();
  await hasPicture(fileOf(recording, 1));
  await stage.recorders().beforeApplicationShutdown();
  // as a kill in the middle of a write leaves it: half a record, and a row that knows nothing of the last seconds
  const whole = statSync(fileOf(recording, 1)).size;
  appendFileSync(fileOf(recording, 1), Buffer.from('0000ffff00000400aabb', 'hex'));
  await database.query('UPDATE recording_segments SET is_open = true, bytes = 0');
  await database.query(
    `INSERT INTO recording_segments (recording_id, n, started_at, ended_at) VALUES ($1, 2, now(), now())`,
    [recording.id],
  );
  writeFileSync(fileOf(recording, 2), 'ODAREC1'); // not even begun
  const next = stage.another();
  await next.look();
  expect(statSync(fileOf(recording, 1)).size).toBe(whole);
  await until('it goes on', async () => (await rows()).length === 2);
  expect(await rows()).toMatchObject([{ n: 1, bytes: String(whole), is_open: false }, { is_open: true }]);
  await next.beforeApplicationShutdown();
});
