import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus } from '../../../../test/support/fakes.js';
import { insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { EventLog } from './event-log.js';

let database: TestDatabase;
let dataSource: DataSource;
let events: EventLog;
beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
  events = new EventLog(dataSource, new LocalSignalBus());
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});

const denied = (sessionId: string, count = 1) =>
  events.write(sessionId, 'egress.denied', { count, hosts: ['10.0.0.1'] });
const seqs = (items: readonly { seq: number }[]) => items.map(({ seq }) => seq);

describe('the log of a session', () => {
  it('has no gap, however many write at once', async () => {
    const id = await insertSession(dataSource);
    await Promise.all(Array.from({ length: 20 }, (_, n) => denied(id, n)));
    expect(seqs(await events.since(id, 0, 100))).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('is read from any position, never more than was asked for', async () => {
    const id = await insertSession(dataSource);
    for (let n = 0; n < 5; n += 1) await denied(id);
    expect(seqs(await events.since(id, 1, 3))).toEqual([2, 3, 4]);
    expect(seqs(await events.since(id, 5, 3))).toEqual([]);
    const { items, head } = await events.page(id, 3, 1);
    expect({ seqs: seqs(items), head }).toEqual({ seqs: [4], head: 5 });
    expect(await events.page(id, 5, 1)).toEqual({ items: [], head: 5 });
  });

  it('is read for many at once, each its own stretch', async () => {
    const [one, other] = [await insertSession(dataSource), await insertSession(dataSource)];
    for (let n = 0; n < 5; n += 1) await Promise.all([denied(one), denied(other)]);
    const stretches = await Promise.all([
      events.since(one, 2, 200),
      events.since(other, 2, 200),
      events.since(one, 2, 1),
      events.since(one, 2, 200),
      events.since(one, 5, 200),
    ]);
    expect(stretches.map(seqs)).toEqual([[3, 4, 5], [3, 4, 5], [3], [3, 4, 5], []]);
    expect(new Set(stretches[0]?.map(({ sessionId }) => sessionId))).toEqual(new Set([one]));
    expect(new Set(stretches[1]?.map(({ sessionId }) => sessionId))).toEqual(new Set([other]));
  });

  it('gives back the number of an event that was rolled back', async () => {
    const id = await insertSession(dataSource);
    const failing = dataSource.transaction(async (manager) => {
      await events.append(manager, id, 'egress.denied', { count: 1, hosts: ['10.0.0.1'] });
      throw new Error('after all not');
    });
    await expect(failing).rejects.toThrow('after all not');
    await denied(id);
    expect(seqs(await events.since(id, 0, 10))).toEqual([1]);
  });

  it('takes nothing after the end', async () => {
    const id = await insertSession(dataSource);
    await denied(id);
    await dataSource.query(
      `UPDATE sessions SET state = 'ended', ended_at = clock_timestamp(), end_reason = 'revoked' WHERE id = $1`,
      [id],
    );
    expect(
      await events.append(dataSource.manager, id, 'egress.denied', { count: 1, hosts: [] }),
    ).toBeUndefined();
    expect(seqs(await events.since(id, 0, 10))).toEqual([1]);
  });
});
