import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFolders } from '../apps/api/src/desktops/drivers/process/run-folders.js';
import { ATTACKS } from '../apps/api/src/desktops/testing/attacks.js';
import { insideCommand } from '../apps/api/src/desktops/testing/inside-desktop.js';
import type { ApiClient } from '../test/support/api-client.js';
import { Product } from '../test/support/product.js';
import { servePages } from './key-to-pixel/pages.js';
import { Typist } from './noisy-neighbour/typist.js';
import { ms, percentile, type Report } from './report.js';

const KEYS = 200;
/** What has just begun comes to its pace, and what has just ended is gone. */
const SETTLE_MS = 3_000;

/**
 * One customer types while somebody who broke out of the browser of another desktop does to the machine what they can.
 * From a key's event on the product's socket to the changed pixel, read by this process.
 */
export async function run(): Promise<Report> {
  const pages = await servePages();
  const product = await Product.start({
    DESKTOP_START_URL: `http://${pages.hostAndPort}/keys`,
    EGRESS_ALLOW: pages.hostAndPort,
    EGRESS_PORTS: `80,443,${pages.hostAndPort.split(':')[1] ?? ''}`,
    DESKTOP_POOL_SIZE: '0',
    RATE_LIMIT_FACTOR: '1000',
  });
  try {
    const typist = await customer(product);
    await typist.type(30); // code is compiled, the session counts as typed in
    const quiet = await besides(product, typist, null);
    const rows: Report['rows'] = [row('nothing', quiet.tookMs, quiet, '')];
    for (const [name, line] of Object.entries(ATTACKS)) {
      const found = await besides(product, typist, line);
      rows.push(row(name, quiet.tookMs, found, found.outcome));
    }
    rows.push(row('nothing again', quiet.tookMs, await besides(product, typist, null), ''));
    typist.close();
    return {
      title: `Key to pixel beside an attacked desktop, ${KEYS} keys each (ms)`,
      columns: ['in the other desktop', 'p50', 'p95', 'p99', 'p95 to quiet p95', 'what becomes of the other'],
      rows,
      notes: [
        'The other desktop is there in every row. Keys and pixels pass the product’s own relay, no browser.',
      ],
    };
  } finally {
    await product.stop();
    pages.stop();
  }
}

interface Found {
  tookMs: number[];
  outcome: string;
}

function row(
  name: string,
  quietMs: readonly number[],
  { tookMs }: Found,
  outcome: string,
): (string | number)[] {
  const ratio = percentile(tookMs, 95) / percentile(quietMs, 95);
  return [name, ...[50, 95, 99].map((p) => ms(percentile(tookMs, p))), ratio.toFixed(2), outcome];
}

async function customer(product: Product): Promise<Typist> {
  const owner = await product.customer().register();
  const { id } = await owner.buySession();
  return Typist.connect(await owner.desktopSocket(id));
}

/** Types while `line` runs in another customer's desktop, which is bought for it and ended afterwards. */
async function besides(product: Product, typist: Typist, line: string | null): Promise<Found> {
  const folders = new RunFolders(product.runDir);
  const before = folders.list();
  const owner = await product.customer().register();
  const { id } = await owner.buySession();
  const desktopId = folders.list().find((found) => !before.includes(found)) ?? '';
  await sleep(SETTLE_MS);
  const [command = '', ...args] =
    line === null ? ['sleep', '600'] : insideCommand(folders.of(desktopId), line);
  const intruder = spawn(command, args, { stdio: 'ignore' });
  await sleep(SETTLE_MS);
  if (intruder.exitCode !== null && folders.list().includes(desktopId)) throw new Error('nothing attacks');
  const tookMs = await typist.type(KEYS);
  const outcome = await outcomeOf(owner, id, folders.list().includes(desktopId));
  const endedAtMs = performance.now();
  await owner.call('POST', `/api/sessions/${id}/end`);
  while (folders.list().includes(desktopId)) await sleep(10);
  const goneMs = performance.now() - endedAtMs;
  const gone = once(intruder, 'exit');
  if (intruder.exitCode === null && intruder.signalCode === null && intruder.kill('SIGKILL')) await gone;
  await sleep(SETTLE_MS);
  return { tookMs, outcome: `${outcome}, gone ${ms(goneMs)} ms after its end` };
}

async function outcomeOf(owner: ApiClient, id: string, isSame: boolean): Promise<string> {
  const { state, desktop } = await owner.session(id);
  return state === 'active' && desktop.state === 'ready' && isSame ? 'lives' : `lost, ${desktop.state}`;
}
