import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { insertSession } from '../../../../test/support/rows.js';
import { until } from '../../../../test/support/until.js';
import { createDataSource } from '../database/data-source.js';
import { DatabaseClock } from '../database/database-clock.js';
import { Endings } from '../signals/endings.js';
import { SessionDeadlines } from './deadlines.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';

let database: TestDatabase;
let dataSource: DataSource;
let clock: DatabaseClock;
let bus: LocalSignalBus;
let deadlines: SessionDeadlines;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
  clock = new DatabaseClock(dataSource, silentLog);
  await clock.start();
});
afterAll(async () => {
  clock.onModuleDestroy();
  await dataSource.destroy();
  await database.stop();
});
beforeEach(() => {
  bus = new LocalSignalBus();
  const endings = new Endings(dataSource, bus, silentLog);
  const ending = new SessionEnding(dataSource, new EventLog(dataSource, bus), endings, silentLog);
  deadlines = new SessionDeadlines(dataSource, clock, ending, silentLog, bus, endings); // nothing sweeps but the test
});
afterEach(() => deadlines.onModuleDestroy());

/** To a whole millisecond, as the product writes deadlines and ends. */
const move = (id: string, seconds: number) =>
  dataSource.query(
    `UPDATE sessions SET expires_at = date_trunc('milliseconds', clock_timestamp() + make_interval(secs => $2))
     WHERE id = $1`,
    [id, seconds],
  );

async function expiring(seconds: number): Promise<string> {
  const id = await insertSession(dataSource);
  await move(id, seconds);
  return id;
}

const latenessMs = (id: string) =>
  until('it has ended', async () => {
    const [row] = await dataSource.query<{ late: number | null }[]>(
      'SELECT extract(epoch FROM ended_at - expires_at)::float8 * 1000 AS late FROM sessions WHERE id = $1',
      [id],
    );
    return row?.late !== null && row;
  }).then(({ late }) => late ?? Number.NaN);

describe('a deadline', () => {
  it('ends the session by itself on a node that was told of it, never early', async () => {
    const id = await expiring(0.4);
    bus.publish('session-changed', id);
    const late = await latenessMs(id);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1_000);
  });

  it('is known to a node that starts later', async () => {
    const id = await expiring(0.4);
    await deadlines.onApplicationBootstrap();
    expect(await latenessMs(id)).toBeLessThan(1_000);
  });

  it('whose hint was lost gets its timer from the sweep before it comes', async () => {
    const id = await expiring(0.8);
    await deadlines.sweep(); // once: what ends it later is a timer
    expect(await latenessMs(id)).toBeLessThan(1_000);
  });

  it('that was moved without a word is read again when the old one comes', async () => {
    const id = await expiring(0.2);
    bus.publish('session-changed', id);
    await until('its timer is armed', () => bus.sent.length === 1);
    await move(id, 0.9);
    expect(await latenessMs(id)).toBeGreaterThanOrEqual(0);
  });

  it('that moved is told to who follows it, by the comparison when its hint was lost', async () => {
    const id = await expiring(60);
    const told: number[] = [];
    deadlines.onDeadline((sessionId, expiresAt) => sessionId === id && told.push(expiresAt.getTime()));
    await deadlines.onApplicationBootstrap();
    await move(id, 120);
    await deadlines.compare();
    await deadlines.compare(); // nothing has moved since
    expect(told).toHaveLength(2);
    expect((told[1] ?? 0) - (told[0] ?? 0)).toBeGreaterThan(50_000);
  });

  it('that passed while no node ran ends at the first sweep, once, however many sweep', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => expiring(-60)));
    await Promise.all([deadlines.sweep(), deadlines.sweep(), deadlines.sweep()]);
    const rows = await dataSource.query<unknown[]>(
      "SELECT 1 FROM session_events WHERE session_id = ANY($1) AND name = 'session.ended'",
      [ids],
    );
    expect(rows).toHaveLength(5);
  });
});
