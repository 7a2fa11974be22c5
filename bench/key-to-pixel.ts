import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../test/support/browser.js';
import { servePages } from './key-to-pixel/pages.js';
import { processorMs } from './key-to-pixel/processor.js';
import { startOurs, startPlain, type SetUp } from './key-to-pixel/set-ups.js';
import { keyToPixel } from './key-to-pixel/stopwatch.js';
import { ms, percentile, type Report } from './report.js';

const ROUNDS = 10;
const KEYS_A_ROUND = 20;
/** Between two keys, as people type; not a multiple of anybody's frame, so that keys come at every moment of one. */
const PAUSE_MS = { least: 80, most: 180 };
/** Longer than the time after which a desktop is no longer typed in. */
const CALM_MS = 12_000;
const IDLE_MS = 10_000;

interface Measured {
  keyMs: number[];
  idle: { xvnc: number; between: number };
}

/**
 * From a key's event in the viewer's page to the first changed pixel on its canvas: the portal, and plain noVNC over
 * websockify to an Xvnc with its defaults. The same page in the same Chromium in both desktops, one browser for both
 * viewers, rounds in turn. Then nobody types, and what that costs is measured in both at the same time.
 */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-key-'));
  const pages = await servePages();
  const { browser } = await openBrowser();
  const setUps: SetUp[] = [];
  try {
    setUps.push(await startOurs(browser, pages));
    const plain = await startPlain(browser, pages, folder);
    if (plain) setUps.push(plain);
    await sleep(CALM_MS); // what has just started comes to rest
    const keys = setUps.map((): number[] => []);
    for (const { page } of setUps) await keyToPixel(page); // code is compiled, the session counts as typed in
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [n, { page }] of setUps.entries()) keys[n]?.push(...(await type(page)));
    }
    await sleep(CALM_MS);
    const idle = await measureIdle(setUps);
    await setUps[0]?.page.close();
    await sleep(CALM_MS);
    const [unwatched = NOTHING] = await measureIdle(setUps.slice(0, 1));
    return report(
      setUps.map((_, n) => ({ keyMs: keys[n] ?? [], idle: idle[n] ?? NOTHING })),
      unwatched.between,
    );
  } finally {
    await browser.close();
    for (const setUp of setUps) await setUp.stop();
    pages.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTHING = { xvnc: Number.NaN, between: Number.NaN };

async function type(page: SetUp['page']): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < KEYS_A_ROUND; n += 1) {
    await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    took.push(await keyToPixel(page));
  }
  return took;
}

/** Processor time as a share of one core, in percent. */
async function measureIdle(setUps: readonly SetUp[]): Promise<Measured['idle'][]> {
  const spent = () =>
    setUps.map(({ xvnc, between }) =>
      [xvnc, between].map((pids) => pids.reduce((sum, pid) => sum + processorMs(pid), 0)),
    );
  const before = spent();
  await sleep(IDLE_MS);
  return spent().map((after, n) => {
    const [xvnc = Number.NaN, between = Number.NaN] = after.map(
      (value, which) => ((value - (before[n]?.[which] ?? Number.NaN)) / IDLE_MS) * 100,
    );
    return { xvnc, between };
  });
}

function report([ours, plain]: Measured[], apiUnwatched: number): Report {
  const row = (what: string, format: (value: number) => string, value: (measured: Measured) => number) => {
    if (!ours) return [what];
    if (!plain) return [what, format(value(ours)), '', ''];
    return [what, format(value(ours)), format(value(plain)), (value(ours) / value(plain)).toFixed(2)];
  };
  const percent = (value: number) => value.toFixed(3);
  return {
    title:
      'Key press in the viewer to changed pixel on its canvas, and what a desktop costs that nobody types in',
    columns: ['what', 'the portal', 'noVNC, websockify', 'ratio'],
    rows: [
      row('key to pixel, p50 (ms)', ms, ({ keyMs }) => percentile(keyMs, 50)),
      row('key to pixel, p95 (ms)', ms, ({ keyMs }) => percentile(keyMs, 95)),
      row('idle: Xvnc (% of a core)', percent, ({ idle }) => idle.xvnc),
      row('idle: api / websockify (% of a core)', percent, ({ idle }) => idle.between),
      ['idle: api without a viewer (% of a core)', percent(apiUnwatched), '', ''],
    ],
    notes: [
      `${ROUNDS * KEYS_A_ROUND} keys each, ${ROUNDS} rounds in turn. Target: at most 0.75 of the peer.`,
      `Idle: ${IDLE_MS / 1_000} s, both at the same time, a viewer connected. The api's process also does all else that the product does when nobody wants anything: its last row.`,
      ...(plain ? [] : ['websockify is not installed: apt-get install websockify']),
    ],
  };
}
