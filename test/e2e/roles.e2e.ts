import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

const MAIN = path.resolve('dist/apps/api/src/main.js');
let database: TestDatabase;
let folder: string;
let worker: ChildProcess;
let origin: string;

beforeAll(async () => {
  database = await TestDatabase.create();
  folder = mkdtempSync(path.join(os.tmpdir(), 'oda-worker-'));
  const port = await freePort();
  origin = `http://localhost:${port}`;
  worker = spawn(path.resolve('node_modules/.bin/node'), [MAIN], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      ROLE: 'worker',
      PORT: String(port),
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      DESKTOP_POOL_SIZE: '0',
      STRIPE_SECRET_KEY: 'sk_test_nobody_asks_it',
      STRIPE_WEBHOOK_SECRET: 'whsec_nobody_sends_it',
    },
  });
}, 60_000);
afterAll(async () => {
  worker?.kill('SIGTERM');
  await until('the worker has ended', () => worker.exitCode !== null || worker.signalCode !== null);
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('a worker is ready, and serves nothing but its probes', async () => {
  await until(
    'the worker is ready',
    async () => (await fetch(`${origin}/health/ready`).catch(() => undefined))?.ok,
    30_000,
  );
  expect((await fetch(`${origin}/api/billing/offer`)).status).toBe(404);
  expect((await fetch(`${origin}/`)).status).toBe(404);
  const upgrade = await fetch(`${origin}/ws`, { headers: { Origin: origin } });
  expect(upgrade.status).toBe(404);
}, 60_000);
