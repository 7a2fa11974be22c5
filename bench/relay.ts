import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { percentile, type Report } from './report.js';
import { cpuSeconds, startPeer, startProxy, startWebsockify, type Proxy } from './relay/processes.js';
import { Viewer } from './relay/viewer.js';

const GIB = 2 ** 30;
const ROUNDS = 5;
const ECHOES = 3_000;
/** A process that has just started compiles its own code beside the work: not what a node that runs for weeks does. */
const WARM_UP = 5_000;

interface Measured {
  cpuPerGib: number[];
  gibPerSecond: number[];
  echoUs: number[];
}

/**
 * What it costs to bring pixels from a desktop to a viewer: our relay, the same language's plain pipe, and websockify.
 * Same desktop, same viewer, rounds in turn. Ours speaks both handshakes and judges every message on top.
 */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-relay-'));
  const target = path.join(folder, 'rfb.sock');
  const source = await startPeer('source.ts', target, String(GIB));
  const started: [string, Proxy | undefined][] = [
    ['this relay', await startProxy('proxy-ours.ts', target)],
    ['plain ws.send(data)', await startProxy('proxy-plain.ts', target)],
    ['websockify', await startWebsockify(target)],
  ];
  const results = new Map<string, Measured>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, proxy] of started) if (proxy) await measure(proxy, resultOf(results, name));
    }
  } finally {
    for (const child of [source.process, ...started.map(([, proxy]) => proxy?.process)]) child?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  return report(results);
}

function resultOf(results: Map<string, Measured>, name: string): Measured {
  const result = results.get(name) ?? { cpuPerGib: [], gibPerSecond: [], echoUs: [] };
  results.set(name, result);
  return result;
}

async function measure(proxy: Proxy, into: Measured): Promise<void> {
  const viewer = await Viewer.connect(proxy.port);
  await viewer.echo(WARM_UP);
  into.echoUs.push(...(await viewer.echo(ECHOES)));
  const before = cpuSeconds(proxy.process);
  const seconds = await viewer.burst(GIB);
  into.cpuPerGib.push(cpuSeconds(proxy.process) - before);
  into.gibPerSecond.push(1 / seconds);
  viewer.close();
}

function report(results: ReadonlyMap<string, Measured>): Report {
  const rows = [...results].map(([name, { cpuPerGib, gibPerSecond, echoUs }]) => [
    name,
    percentile(cpuPerGib, 50).toFixed(2),
    percentile(gibPerSecond, 50).toFixed(2),
    percentile(echoUs, 50).toFixed(0),
    percentile(echoUs, 99).toFixed(0),
  ]);
  return {
    title: 'Relay cost: desktop to viewer, and 8 bytes there and back',
    columns: ['proxy', 'CPU s/GiB', 'GiB/s', 'echo p50 µs', 'echo p99 µs'],
    rows,
    notes: [
      `Medians of ${ROUNDS} rounds of 1 GiB; ${ROUNDS * ECHOES} echoes, warm. Desktop on a Unix socket, viewer on loopback.`,
      ...(results.has('websockify') ? [] : ['websockify is not installed: apt-get install websockify']),
    ],
  };
}
