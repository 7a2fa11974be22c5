import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, type Report } from './report.js';
import { startInspected, startPeer } from './relay/processes.js';
import { Viewer } from './relay/viewer.js';
import { memoryOf } from './sockets/memory.js';
import { SIZE, startAnimatedDesktop } from './viewers/animated-desktop.js';

const WARM_UP_S = 5;
const SECONDS = 10;
const SLOW_BYTES = 8 * 1_024;
const ASK_MS = 30;

/** One viewer that stops reading and one at 8 KiB/s, before a desktop that changes with every frame: what others notice. */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-slow-'));
  const desktop = await startAnimatedDesktop(folder);
  const relay = await startInspected('proxy-ours.ts', desktop.path);
  const { process: fast } = await startPeer('../viewers/frame-rate.ts', String(relay.port));
  try {
    await rates(fast, WARM_UP_S);
    const before = {
      rate: percentile(await rates(fast, SECONDS), 50),
      ...(await memoryOf(relay.inspectorUrl)),
    };
    const slow = [await slowViewer(relay.port, Infinity), await slowViewer(relay.port, 1_000)];
    await sleep(2_000);
    const during = await rates(fast, SECONDS);
    const after = { rate: percentile(during, 50), ...(await memoryOf(relay.inspectorUrl)) };
    for (const stop of slow) stop();
    return {
      title: 'Two slow viewers before a full-screen animation (real Xvnc and Chromium)',
      columns: ['', 'frames/s of another viewer', 'heap + external MiB', 'resident MiB'],
      rows: [
        row('without them', before),
        row('with them', after),
        row('growth', {
          rate: after.rate / before.rate,
          heap: after.heap - before.heap,
          rss: after.rss - before.rss,
        }),
      ],
      notes: [
        `${SIZE.width} x ${SIZE.height}, raw pixels; one viewer never reads again, one takes 8 KiB a second; both ask every ${ASK_MS} ms. Medians of ${SECONDS} seconds; memory after a collection.`,
        'Target: memory grows by less than 4 MiB, the other viewer keeps 0.9 of its frames.',
      ],
    };
  } finally {
    fast.kill();
    relay.process.kill();
    await desktop.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Updates in each of the next seconds. */
async function rates(viewer: ChildProcess, seconds: number): Promise<number[]> {
  const [first] = (await once(viewer, 'message')) as [number];
  const totals = [first];
  while (totals.length <= seconds) totals.push(((await once(viewer, 'message')) as [number])[0]);
  return totals.slice(1).map((total, n) => total - (totals[n] ?? 0));
}

async function slowViewer(port: number, restMs: number): Promise<() => void> {
  const viewer = await Viewer.connect(port, SLOW_BYTES);
  viewer.slowDown(restMs);
  const asking = setInterval(() => viewer.ask(SIZE.width, SIZE.height), ASK_MS);
  return () => {
    clearInterval(asking);
    viewer.close();
  };
}

const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const row = (what: string, { rate, heap, rss }: { rate: number; heap: number; rss: number }) => [
  what,
  rate.toFixed(rate < 2 ? 2 : 0),
  mib(heap),
  mib(rss),
];
