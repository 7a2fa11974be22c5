import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { freePort } from '../../test/support/free-port.js';

/** Ticks of `/proc/PID/stat`, proc(5): 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface Proxy {
  readonly process: ChildProcess;
  readonly port: number;
}

/** Starts a TypeScript file of this folder as a process; resolves with the first message it sends. */
export async function startPeer(
  file: string,
  ...args: string[]
): Promise<{ process: ChildProcess; said: unknown }> {
  const child = fork(path.join(import.meta.dirname, file), args);
  const [said] = (await once(child, 'message')) as [unknown];
  return { process: child, said };
}

export async function startProxy(file: string, target: string): Promise<Proxy> {
  const { process: child, said } = await startPeer(file, target);
  return { process: child, port: Number(said) };
}

/** The same with an inspector open, through which its memory can be asked for. */
export async function startInspected(
  file: string,
  target: string,
): Promise<Proxy & { inspectorUrl: string }> {
  const child = fork(path.join(import.meta.dirname, file), [target], {
    execArgv: [...process.execArgv, '--inspect=127.0.0.1:0'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  const [port] = (await once(child, 'message')) as [unknown];
  return { process: child, port: Number(port), inspectorUrl: /ws:\/\/\S+/.exec(errors)?.[0] ?? '' };
}

/** Debian's websockify; undefined when it is not installed. */
export async function startWebsockify(target: string): Promise<Proxy | undefined> {
  const port = await freePort();
  const child = spawn('websockify', [`--unix-target=${target}`, `127.0.0.1:${port}`], { stdio: 'ignore' });
  const failed = once(child, 'error').then(() => true);
  while (!(await listens(port))) {
    if (await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 50, false))]))
      return undefined;
  }
  return { process: child, port };
}

/** Processor seconds of a process and of all its descendants that live (websockify forks one for each viewer). */
export function cpuSeconds(root: ChildProcess): { all: number; kernel: number } {
  const family = familyOf(root);
  const seconds = (of: 'ticks' | 'kernelTicks') =>
    family.reduce((sum, stat) => sum + stat[of], 0) / TICKS_PER_SECOND;
  return { all: seconds('ticks'), kernel: seconds('kernelTicks') };
}

/** Bytes of memory that a process and its descendants have, what they share counted once: `Pss` of proc(5). */
export function memoryBytes(root: ChildProcess): number {
  const rollups = familyOf(root).map(({ pid }) => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return rollups.reduce((sum, text) => sum + 1_024 * Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]), 0);
}

/** A process and its descendants that live. */
export function familyOf({ pid: root }: { pid?: number | undefined }): Stat[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name));
  const tree = new Set([root]);
  for (let grown = 0; grown !== tree.size;) {
    grown = tree.size;
    for (const { pid: child, parent } of stats) if (tree.has(parent)) tree.add(child);
  }
  return stats.filter((stat) => tree.has(stat.pid));
}

export interface Stat {
  pid: number;
  parent: number;
  ticks: number;
  /** Of `ticks`, those spent in the kernel. */
  kernelTicks: number;
}

/** Processor seconds of one process, its children left out. */
export function ownCpuSeconds(pid: number): number {
  return (readStat(String(pid))[0]?.ticks ?? 0) / TICKS_PER_SECOND;
}

function readStat(name: string): Stat[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [userTicks, kernelTicks] = [Number(fields[11]), Number(fields[12])];
    return [{ pid: Number(name), parent: Number(fields[1]), ticks: userTicks + kernelTicks, kernelTicks }];
  } catch {
    return []; // it ended while we looked
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
