import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const RESTART_AFTER_MS = 250;
const LONGEST_RESTART_MS = 10_000;
/** Lived this long: the next death is a new story, not the next of a series. */
const HEALTHY_AFTER_MS = 30_000;
const STOP_GRACE_MS = 10_000;

export interface KeptProcessOptions {
  name: string;
  /** The compiled program. */
  program: string;
  env: NodeJS.ProcessEnv;
  /** Told each time the process ends unasked. */
  onExit: (name: string, how: string) => void;
}

/** A program of ours that is started again, soon, whenever it ends; it cannot outlive this process. */
export class KeptProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private restartMs = RESTART_AFTER_MS;

  constructor(private readonly options: KeptProcessOptions) {}

  start(): void {
    const { program, env } = this.options;
    const startedMs = performance.now();
    const child = spawn(
      'setpriv',
      ['--pdeathsig=TERM', '--', process.execPath, '--enable-source-maps', program],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env,
      },
    );
    this.child = child;
    child.once('error', (error) => this.startAgain(error.message, startedMs));
    child.once('exit', (code, signal) => this.startAgain(signal ?? `exit ${String(code)}`, startedMs));
  }

  /** Lets the program end by itself, and starts it anew. */
  restart(): void {
    this.child?.kill('SIGTERM');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([
      gone,
      sleep(STOP_GRACE_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL')),
    ]);
    await gone;
  }

  private startAgain(how: string, startedMs: number): void {
    if (this.stopping) return;
    this.options.onExit(this.options.name, how);
    if (performance.now() - startedMs > HEALTHY_AFTER_MS) this.restartMs = RESTART_AFTER_MS;
    const restartMs = this.restartMs;
    this.restartMs = Math.min(restartMs * 2, LONGEST_RESTART_MS);
    setTimeout(() => this.stopping || this.start(), restartMs);
  }
}
