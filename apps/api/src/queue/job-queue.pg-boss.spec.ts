import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { silentLog } from '../../../../test/support/fakes.js';
import { until } from '../../../../test/support/until.js';
import { AppConfig } from '../config/app-config.js';
import { createDataSource } from '../database/data-source.js';
import { PgBossJobQueue } from './job-queue.pg-boss.js';

describe('the queue', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let queue: PgBossJobQueue;
  const done: string[] = [];
  const tries: string[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await createDataSource(database.url).initialize();
    queue = new PgBossJobQueue(
      { database: { url: database.url }, server: { role: 'all' } } as unknown as AppConfig,
      silentLog,
    );
    queue.work('refund-order', async ({ orderId }) => void done.push(orderId));
    const fails = ({ eventId }: { eventId: string }) =>
      tries.push(eventId) && eventId === 'bad' && tries.filter((id) => id === 'bad').length === 1;
    queue.work(
      'process-stripe-event',
      async (job) => {
        if (fails(job)) throw new Error('not yet');
      },
      { concurrency: 4, batch: 4 },
    );
    await queue.onModuleInit();
  });
  afterAll(async () => {
    await queue?.onModuleDestroy();
    await dataSource?.destroy();
    await database?.stop();
  });

  it('tries the job of a killed worker again once that worker is silent, long before the job expires', async () => {
    await queue.enqueue(dataSource.manager, 'refund-order', { orderId: 'claimed' });
    const killed = await new PgBoss({
      connectionString: database.url,
      supervise: false,
      schedule: false,
    }).start();
    expect(await killed.fetch('refund-order')).toHaveLength(1);
    await killed.stop({ graceful: false });
    await queue.onApplicationBootstrap();
    await queue.enqueue(dataSource.manager, 'refund-order', { orderId: 'free' });
    await until('workers work', () => done.includes('free'));
    expect(done).toEqual(['free']);

    await database.query(
      `UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '11 s' WHERE state = 'active'`,
    );
    await until('it is taken up', () => done.includes('claimed'));
    expect(done).toEqual(['free', 'claimed']);
  }, 20_000);

  it('takes the next jobs at once while there are some, however few it takes together', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `crowd ${n}`);
    // one transaction, one NOTIFY: a poll a second would need half a minute
    await dataSource.transaction(async (manager) => {
      for (const orderId of ids) await queue.enqueue(manager, 'refund-order', { orderId });
    });
    await until('all are done', () => ids.every((id) => done.includes(id)), 10_000);
  });

  it('tries again only the one of a batch that failed', async () => {
    const ids = ['good 1', 'bad', 'good 2', 'good 3'];
    await dataSource.transaction(async (manager) => {
      for (const eventId of ids) await queue.enqueue(manager, 'process-stripe-event', { eventId });
    });
    await until('it was tried again', () => tries.length === 5);
    expect(tries.toSorted()).toEqual(['bad', 'bad', 'good 1', 'good 2', 'good 3']);
  });
});
