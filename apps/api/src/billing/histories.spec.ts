import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { BillingApp } from '../../../../test/support/billing-app.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { HISTORY } from '../../../../test/support/history-settings.js';
import { MoneyHistory } from '../../../../test/support/money-history.js';
import { violations } from '../../../../test/support/money-invariants.js';
import { PaperStripe } from '../../../../test/support/paper-stripe/paper-stripe.js';
import { Random } from '../../../../test/support/random.js';
import { TableQueue } from '../../../../test/support/table-queue.js';
import { createDataSource } from '../database/data-source.js';
import { listenToCrashPoints } from '../kernel/listen-to-crash-points.js';
import { JobQueue } from '../queue/job-queue.js';
import { StripeAccess } from './stripe-access.js';

const { seconds: SECONDS, seed: SEED } = HISTORY;
/** So many customers live their histories at once. */
const AT_ONCE = 25;
/** How likely a process is to die at each point it passes. */
const DEATH = 0.1;

let database: TestDatabase;
let dataSource: DataSource;
let billing: BillingApp;
let queue: TableQueue;
let stripe: PaperStripe;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
  queue = await TableQueue.create(dataSource);
  stripe = new PaperStripe();
  const paper = { secretKey: 'sk_test_of_paper', origin: 'http://127.0.0.1:9' };
  billing = await BillingApp.start(database.url, paper, {
    places: 1_000_000,
    instead: [
      { provide: StripeAccess, value: stripe },
      { provide: JobQueue, value: queue },
    ],
  });
});
afterAll(async () => {
  listenToCrashPoints(undefined);
  await billing?.close();
  await dataSource?.destroy();
  await database?.stop();
});

it(
  'no history of lost, repeated, shuffled and late messages, and of deaths, breaks the books',
  async () => {
    const random = new Random(SEED);
    const endsAt = performance.now() + SECONDS * 1_000;
    let lived = 0;
    let deaths = 0;
    while (performance.now() < endsAt) {
      listenToCrashPoints(() => {
        if (!random.chance(DEATH)) return;
        deaths += 1;
        throw new Error('died here');
      });
      const parts = { dataSource, app: billing.app, stripe, queue, random };
      const histories = Array.from({ length: AT_ONCE }, () => new MoneyHistory(parts));
      await Promise.all(histories.map((history) => history.live()));
      listenToCrashPoints(undefined);
      await MoneyHistory.recover(parts);
      const broken = await violations((sql) => dataSource.query(sql));
      for (const history of histories) broken.push(...(await history.compare()));
      expect({ seed: SEED, lived, broken }).toEqual({ seed: SEED, lived, broken: [] });
      lived += histories.length;
      await MoneyHistory.endAll(parts);
    }
    process.stderr.write(`${lived} histories with ${deaths} deaths, seed ${SEED}\n`);
    expect(lived).toBeGreaterThan(0);
  },
  SECONDS * 1_000 + 120_000,
);
