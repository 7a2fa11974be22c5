import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from './report.js';
import { memoryBytes, startInspected, startPeer, startWebsockify } from './relay/processes.js';
import { Viewer } from './relay/viewer.js';
import { memoryOf } from './sockets/memory.js';

/** The first ones are not counted: what a process needs once is not what a viewer costs. */
const FIRST = { ours: 200, websockify: 5 };
const COUNTED = { ours: 1_000, websockify: 20 };
/** Handshakes leave work behind: closures that end, buffers that are given back. */
const SETTLE_MS = 1_500;
const READ_BYTES = 1_024;

/** What a node holds for a viewer who looks at a picture that does not move. */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-idle-'));
  const target = path.join(folder, 'rfb.sock');
  const source = await startPeer('source.ts', target, '0');
  const ours = await startInspected('proxy-ours.ts', target);
  const websockify = await startWebsockify(target);
  try {
    const rows = [
      [
        'this relay, after a collection',
        ...kib(
          await grow(ours.port, FIRST.ours, COUNTED.ours, async () => {
            const { rss, heap } = await memoryOf(ours.inspectorUrl);
            return [heap, rss];
          }),
        ),
      ],
    ];
    if (websockify) {
      const { port, process } = websockify;
      const cost = await grow(port, FIRST.websockify, COUNTED.websockify, async () => [memoryBytes(process)]);
      rows.push(['websockify', '', ...kib(cost)]);
    }
    return {
      title: 'Idle viewers on one node: memory a viewer (KiB)',
      columns: ['proxy', 'heap + external', 'resident'],
      rows,
      notes: [
        `Growth over ${COUNTED.ours} viewers behind the first ${FIRST.ours} (websockify: ${COUNTED.websockify} behind ${FIRST.websockify}, pages that its processes share counted once).`,
        'Target: at most 40 KiB.',
        ...(websockify ? [] : ['websockify is not installed: apt-get install websockify']),
      ],
    };
  } finally {
    for (const child of [source.process, ours.process, websockify?.process]) child?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function grow(
  port: number,
  first: number,
  counted: number,
  measure: () => Promise<number[]>,
): Promise<number[]> {
  const viewers: Viewer[] = [];
  const join = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) viewers.push(await Viewer.connect(port, READ_BYTES));
    await sleep(SETTLE_MS);
  };
  await join(first);
  const before = await measure();
  await join(counted);
  const after = await measure();
  for (const viewer of viewers) viewer.close();
  return after.map((bytes, n) => (bytes - (before[n] ?? Number.NaN)) / counted);
}

const kib = (values: readonly number[]) => values.map((bytes) => (bytes / 1_024).toFixed(1));
