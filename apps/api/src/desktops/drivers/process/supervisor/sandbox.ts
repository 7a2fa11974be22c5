import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createFreezer, type Freezer } from './freezer.js';
import { linesOf } from './init/lines.js';
import type { InitOrder } from './init/orders.js';
import type { InitReport } from './init/report.js';
import { OutputTail } from './output-tail.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import type { SandboxFds } from './sandbox-arguments.js';
import { inCgroups, type SandboxCgroup } from './sandbox-cgroup.js';

const INFO_FD = 3;
const BLOCK_FD = 4;
const LOOK_EVERY_MS = 10;

/** A running sandbox: bubblewrap, and below it the first process of the desktop's pid namespace. */
export class Sandbox {
  private constructor(
    private readonly bwrap: ChildProcess,
    /** Bubblewrap has ended, and all that it and its sandbox said is read. */
    private readonly closed: Promise<unknown>,
    /** The namespace's first process, seen from the host: its death is, by the kernel, the death of all in there. */
    readonly first: ProcessIdentity,
    /** What the programs inside complained about last: the only trace of a start that failed. */
    readonly complaints: OutputTail,
    private readonly freezer: Freezer,
  ) {}

  /**
   * Nothing runs inside before its first process is known here: one that fails at once would be gone unseen, and its
   * pid perhaps another's.
   * @throws Error when bubblewrap cannot be run or gives up before there is a process inside
   */
  static async start(cgroup: SandboxCgroup, argumentsFor: (fds: SandboxFds) => string[]): Promise<Sandbox> {
    const fds = { info: INFO_FD, block: BLOCK_FD };
    const line = inCgroups(cgroup.join, ['/usr/bin/bwrap', ...argumentsFor(fds)]);
    const [command = '', ...args] = line;
    const bwrap = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'], env: {} });
    const closed = new Promise((resolve) => bwrap.once('close', resolve));
    await once(bwrap, 'spawn');
    const block = bwrap.stdio[BLOCK_FD] as Writable;
    for (const input of [bwrap.stdin, block]) input?.on('error', () => {}); // whoever ends hears no more orders
    const complaints = new OutputTail(bwrap.stderr as Readable);
    const first = identify(await firstPidFrom(bwrap.stdio[INFO_FD] as Readable));
    if (first === null) {
      bwrap.stdout?.resume();
      await closed;
      throw new Error(`bubblewrap made no sandbox: ${String(complaints)}`);
    }
    block.end('go');
    return new Sandbox(bwrap, closed, first, complaints, createFreezer(cgroup.freezer, first.pid));
  }

  tell(order: InitOrder): void {
    this.bwrap.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  onReport(listener: (report: InitReport) => void): void {
    const lines = linesOf(this.bwrap.stdout as Readable);
    lines.on('line', (line) => listener(JSON.parse(line) as InitReport));
  }

  /**
   * Resolves when nothing inside is left and its last report was heard. Bubblewrap may end a moment before its child in
   * the namespace does, which the kernel lets go only after every other process in there.
   */
  async gone(): Promise<void> {
    await this.closed;
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
