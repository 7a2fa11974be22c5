import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { percentile, type Report } from './report.js';
import { measure, measureSaturated, nothingYet, type Measured, type Peer } from './relay/measure.js';
import { startPeer, startProxy, startWebsockify, type Proxy } from './relay/processes.js';
import { Viewer } from './relay/viewer.js';

/** A process that has just started compiles its own code beside the work, for some GiB: not what a node that runs for weeks does. */
const ROUNDS_TO_WARM_UP = 5;
const ROUNDS = 7;

/**
 * What it costs to bring pixels from a desktop to a viewer: our relay, the same language's plain pipe, and websockify.
 * Same desktop, same viewer, rounds in turn. Ours speaks both handshakes and judges every message on top.
 */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-relay-'));
  const target = path.join(folder, 'rfb.sock');
  const source = await startPeer('source.ts', target, String(2 ** 30));
  const peers = [
    through('this relay', await startProxy('proxy-ours.ts', target)),
    through('plain ws.send(data)', await startProxy('proxy-plain.ts', target)),
    through('websockify', await startWebsockify(target)),
    { name: 'no proxy', proxy: undefined, open: () => Viewer.direct(target), saturateBy: target },
  ].filter((peer) => peer !== undefined);
  const results = new Map<string, Measured>(peers.map(({ name }) => [name, nothingYet()]));
  try {
    for (let round = -ROUNDS_TO_WARM_UP; round < ROUNDS; round += 1) {
      const into = (peer: Peer) => (round < 0 ? undefined : results.get(peer.name)) ?? nothingYet();
      for (const peer of peers) await measure(peer, into(peer));
      for (const peer of peers) await measureSaturated(peer, into(peer));
    }
  } finally {
    for (const child of [source.process, ...peers.map(({ proxy }) => proxy?.process)]) child?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  return report(results);
}

function through(name: string, proxy: Proxy | undefined): Peer | undefined {
  if (!proxy) return undefined;
  return { name, proxy, open: () => Viewer.connect(proxy.port), saturateBy: String(proxy.port) };
}

function report(results: ReadonlyMap<string, Measured>): Report {
  const direct = results.get('no proxy') ?? nothingYet();
  const added = (of: 'echoUs' | 'saturatedUs', measured: Measured) => (p: number) =>
    (percentile(measured[of], p) - percentile(direct[of], p)).toFixed(0);
  const rows = [...results].map(([name, measured]) => {
    const { cpuPerGib, kernelPerGib, gibPerSecond, echoUs, saturatedUs, besideGibPerSecond } = measured;
    const speed = percentile(gibPerSecond, 50).toFixed(2);
    const beside = percentile(besideGibPerSecond, 50).toFixed(2);
    if (measured === direct)
      return [
        name,
        '',
        '',
        speed,
        ...[echoUs, saturatedUs].flatMap((us) => [50, 99].map((p) => percentile(us, p).toFixed(0))),
        beside,
      ];
    return [
      name,
      percentile(cpuPerGib, 50).toFixed(2),
      percentile(kernelPerGib, 50).toFixed(2),
      speed,
      ...[50, 99].map(added('echoUs', measured)),
      ...[50, 99].map(added('saturatedUs', measured)),
      beside,
    ];
  });
  return {
    title: 'Relay cost: desktop to viewer, and what it adds to 8 bytes there and back',
    columns: [
      'proxy',
      'CPU s/GiB',
      'of it kernel',
      'GiB/s',
      'added p50 µs',
      'added p99 µs',
      'saturated p50',
      'saturated p99',
      'beside GiB/s',
    ],
    rows,
    notes: [
      `Medians of ${ROUNDS} rounds of 1 GiB, in turn, after ${ROUNDS_TO_WARM_UP} that do not count. Desktop on a Unix socket, viewer on loopback.`,
      `${direct.echoUs.length} echoes each. Added: the percentile less that of the way without a proxy, whose row has the percentiles themselves.`,
      `Saturated: ${direct.saturatedUs.length} echoes while another viewer of the same proxy takes pixels of another desktop as fast as they come; beside: what that one got meanwhile. This relay lets pixels wait for keys.`,
      ...(results.has('websockify') ? [] : ['websockify is not installed: apt-get install websockify']),
    ],
  };
}
