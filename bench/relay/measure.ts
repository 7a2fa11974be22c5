import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPeer, cpuSeconds, type Proxy } from './processes.js';
import { Viewer } from './viewer.js';

export const GIB = 2 ** 30;
const ECHOES = 3_000;
/** Whoever typed is given way to for a moment: longer than that. */
const CALM_MS = 250;

/** What is measured through a proxy, or through nothing at all. */
export interface Peer {
  readonly name: string;
  /** Unset for the way without a proxy. */
  readonly proxy: Proxy | undefined;
  readonly open: () => Promise<Viewer>;
  readonly saturateBy: string;
}

export interface Measured {
  readonly cpuPerGib: number[];
  /** Of `cpuPerGib`, what the kernel took to move the bytes in and out. */
  readonly kernelPerGib: number[];
  readonly gibPerSecond: number[];
  readonly echoUs: number[];
  readonly saturatedUs: number[];
  /** What the other viewer got while those were measured. */
  readonly besideGibPerSecond: number[];
}

export const nothingYet = (): Measured => ({
  cpuPerGib: [],
  kernelPerGib: [],
  gibPerSecond: [],
  echoUs: [],
  saturatedUs: [],
  besideGibPerSecond: [],
});

export async function measure({ open, proxy }: Peer, into: Measured): Promise<void> {
  const viewer = await open();
  into.echoUs.push(...(await viewer.echo(ECHOES)));
  await sleep(CALM_MS);
  const before = proxy && cpuSeconds(proxy.process);
  into.gibPerSecond.push(1 / (await viewer.burst(GIB)));
  if (proxy && before) {
    const after = cpuSeconds(proxy.process);
    into.cpuPerGib.push(after.all - before.all);
    into.kernelPerGib.push(after.kernel - before.kernel);
  }
  viewer.close();
}

/** The same small messages while another viewer takes pixels as fast as they come. */
export async function measureSaturated({ open, saturateBy }: Peer, into: Measured): Promise<void> {
  const viewer = await open();
  const other = await startPeer('saturate.ts', saturateBy, String(GIB));
  const before = await receivedBy(other.process);
  const startedMs = performance.now();
  into.saturatedUs.push(...(await viewer.echo(ECHOES / 3)));
  const seconds = (performance.now() - startedMs) / 1_000;
  into.besideGibPerSecond.push(((await receivedBy(other.process)) - before) / GIB / seconds);
  other.process.kill();
  viewer.close();
}

async function receivedBy(saturating: ChildProcess): Promise<number> {
  saturating.send('how much?');
  const [bytes] = (await once(saturating, 'message')) as [number];
  return bytes;
}
