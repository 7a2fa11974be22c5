import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { Downtime } from './downtime.js';
import { EventLog } from './event-log.js';
import { SessionTime } from './session-time.js';

let database: TestDatabase;
let dataSource: DataSource;
let bus: LocalSignalBus;
let events: EventLog;
let nodes: Downtime[];
beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(() => {
  bus = new LocalSignalBus();
  events = new EventLog(dataSource, bus);
  nodes = [1, 2, 3].map(() => new Downtime(dataSource, new SessionTime(events, bus), silentLog));
});

const seen = (...ids: string[]) => Promise.all(nodes.map((node) => node.seen(ids)));
/** The last heartbeat was so long ago. */
const silentFor = (id: string, seconds: number) =>
  dataSource.query(
    'UPDATE desktop_heartbeats SET seen_at = seen_at - make_interval(secs => $2) WHERE session_id = $1',
    [id, seconds],
  );
const facts = async (id: string) => {
  const [row] = await dataSource.query<{ left: number; credited: number }[]>(
    `SELECT round(extract(epoch FROM expires_at - clock_timestamp()) / 60)::int AS left, credited_seconds AS credited
     FROM sessions WHERE id = $1`,
    [id],
  );
  return row;
};
const credits = async (id: string) =>
  (await events.page(id, 0, 200)).items.filter(({ name }) => name === 'session.credited');

describe('downtime', () => {
  it('of minutes is given back once, however many nodes see its end', async () => {
    const id = await insertSession(dataSource);
    await seen(id);
    await silentFor(id, 245);
    await seen(id);
    await seen(id);
    expect(await facts(id)).toEqual({ left: 65, credited: 300 });
    expect(await credits(id)).toMatchObject([{ data: { seconds: 300 } }]);
    expect(bus.sent).toContainEqual({ topic: 'session-changed', id });
  });

  it('of each outage is given back by itself', async () => {
    const id = await insertSession(dataSource);
    await seen(id);
    for (const seconds of [90, 200]) {
      await silentFor(id, seconds);
      await seen(id);
    }
    expect((await credits(id)).map(({ data }) => data['seconds'])).toEqual([120, 240]);
    const rows = await dataSource.query('SELECT seconds FROM downtime_credits WHERE session_id = $1', [id]);
    expect(rows).toHaveLength(2);
  });

  it('of seconds is nothing', async () => {
    const id = await insertSession(dataSource);
    await seen(id);
    await silentFor(id, 50);
    await seen(id);
    expect(await facts(id)).toEqual({ left: 60, credited: 0 });
  });

  it('begins with a first heartbeat: what nobody has seen was not out of reach', async () => {
    const id = await insertSession(dataSource, { activatedSecondsFromNow: -1_800 });
    await seen(id);
    expect(await facts(id)).toEqual({ left: 30, credited: 0 });
  });

  it('brings no session back, and keeps no row of one that is over', async () => {
    const id = await insertSession(dataSource);
    await seen(id);
    await silentFor(id, 600);
    await dataSource.query(
      `UPDATE sessions SET state = 'ended', end_reason = 'expired', ended_at = clock_timestamp() WHERE id = $1`,
      [id],
    );
    await seen(id);
    expect(await facts(id)).toMatchObject({ credited: 0 });
    expect(await dataSource.query('SELECT FROM desktop_heartbeats WHERE session_id = $1', [id])).toEqual([]);
  });
});
