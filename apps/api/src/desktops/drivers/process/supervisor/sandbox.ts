import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createFreezer, type Freezer } from './freezer.js';
import { linesOf } from './init/lines.js';
import type { InitOrder } from './init/orders.js';
import type { InitReport } from './init/report.js';
import { OutputTail } from './output-tail.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { inCgroups, type SandboxCgroup } from './sandbox-cgroup.js';

const INFO_FD = 3;
const LOOK_EVERY_MS = 10;

/** A running sandbox: bubblewrap, and below it the first process of the desktop's pid namespace. */
export class Sandbox {
  private constructor(
    private readonly bwrap: ChildProcess,
    /** The namespace's first process, seen from the host: its death is, by the kernel, the death of all in there. */
    readonly first: ProcessIdentity,
    /** What the programs inside complained about last: the only trace of a start that failed. */
    readonly complaints: OutputTail,
    private readonly freezer: Freezer,
  ) {}

  /** @throws Error when bubblewrap cannot be run or gives up before there is a process inside */
  static async start(cgroup: SandboxCgroup, argumentsFor: (infoFd: number) => string[]): Promise<Sandbox> {
    const line = inCgroups(cgroup.join, ['/usr/bin/bwrap', ...argumentsFor(INFO_FD)]);
    const [command = '', ...args] = line;
    const bwrap = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: {} });
    await once(bwrap, 'spawn');
    bwrap.stdin?.on('error', () => {}); // whoever ends hears no more orders
    const complaints = new OutputTail(bwrap.stderr as Readable);
    const first = identify(await firstPidFrom(bwrap.stdio[INFO_FD] as Readable));
    if (first === null) throw new Error(`bubblewrap made no sandbox: ${String(complaints)}`);
    return new Sandbox(bwrap, first, complaints, createFreezer(cgroup.freezer, first.pid));
  }

  tell(order: InitOrder): void {
    this.bwrap.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  onReport(listener: (report: InitReport) => void): void {
    const lines = linesOf(this.bwrap.stdout as Readable);
    lines.on('line', (line) => listener(JSON.parse(line) as InitReport));
  }

  /**
   * Resolves when nothing inside is left. Bubblewrap may end a moment before its child in the namespace does, which the
   * kernel lets go only after every other process in there.
   */
  async gone(): Promise<void> {
    if (this.bwrap.exitCode === null && this.bwrap.signalCode === null) await once(this.bwrap, 'exit');
    while (isAlive(this.first)) await setTimeout(LOOK_EVERY_MS);
  }

  /** @throws Error when it does not come to a standstill; it then runs on */
  async freeze(): Promise<void> {
    try {
      await this.freezer.freeze();
    } catch (error) {
      await this.freezer.thaw();
      throw error;
    }
  }

  thaw(): Promise<void> {
    return this.freezer.thaw();
  }

  kill(): void {
    this.freezer.kill();
    this.bwrap.kill('SIGKILL');
  }
}

/** bwrap(1) --info-fd: one JSON object with `child-pid`, then the end of the file. 0 when there was only the end. */
async function firstPidFrom(info: Readable): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of info) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? 0 : (JSON.parse(text) as { 'child-pid': number })['child-pid'];
}
