import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runDirOf } from '../../apps/api/src/config/run-dir.js';
import { ApiClient } from './api-client.js';
import { freePort } from './free-port.js';
import { processes, processesWith, type ProcessRecord } from './processes.js';
import { until } from './until.js';

const LAUNCHER = path.resolve('dist/apps/api/src/launcher/main.js');
/** Tests look many times a second; a slow machine must not make them meet the limits of a customer. */
const PATIENCE = { RATE_LIMIT_FACTOR: '20' };
const READY_WITHIN_MS = 60_000;

/** The built product, started the way `npm start` does, on ports and a data folder of its own. */
export class Product {
  private launcher: ChildProcess | undefined;
  private printed = '';

  private constructor(
    readonly port: number,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
    private readonly around: readonly string[],
  ) {}

  /**
   * `env` may depend on where the product will listen; `around` is a command that runs the one after it, such as in other
   * namespaces.
   */
  static async start(
    env: Record<string, string> | ((port: number) => Record<string, string>) = {},
    around: readonly string[] = [],
  ): Promise<Product> {
    const port = await freePort();
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-e2e-'));
    chmodSync(dataDir, 0o711); // as root the database and the desktops are other users, who must pass through
    const sandboxPort = String(await freePort());
    const settings = typeof env === 'function' ? env(port) : env;
    const defaults = { SANDBOX_PORT: sandboxPort, LOG_LEVEL: 'info', ...PATIENCE };
    const product = new Product(port, dataDir, { ...defaults, ...settings }, around);
    await product.launch();
    return product;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Everything the product has written to its streams so far. */
  get output(): string {
    return this.printed;
  }

  get runDir(): string {
    return runDirOf(this.dataDir);
  }

  get sandboxOrigin(): string {
    return `http://127.0.0.1:${this.env['SANDBOX_PORT'] ?? ''}`;
  }

  async launch(): Promise<void> {
    const [command = '', ...args] = [...this.around, path.resolve('node_modules/.bin/node'), LAUNCHER];
    const launcher = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], PORT: String(this.port), DATA_DIR: this.dataDir, ...this.env },
    });
    this.launcher = launcher;
    const printedBefore = this.printed.length;
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    }
    await until(
      'the product is ready',
      () => {
        if (launcher.exitCode !== null) throw new Error(`the product ended:\n${this.printed.slice(-4_000)}`);
        return this.printed.includes('OneDollarAgent is ready', printedBefore);
      },
      READY_WITHIN_MS,
    );
  }

  /** Everything that runs because of this product: the launcher's children, and what holds one of its folders. */
  processes(): ProcessRecord[] {
    const launcher = this.launcher?.exitCode === null ? this.launcher.pid : undefined;
    return processes().filter(
      ({ pid, parent, command }) =>
        [pid, parent].includes(launcher ?? Number.NaN) ||
        [this.dataDir, this.runDir].some((folder) => command.includes(folder)),
    );
  }

  /** The launcher's, in whose namespaces all of it runs. */
  get pid(): number {
    if (this.launcher?.pid === undefined) throw new Error('the product was not started');
    return this.launcher.pid;
  }

  apiPid(): number {
    const api = processesWith('dist/apps/api/src/main.js').find(
      ({ parent }) => parent === this.launcher?.pid,
    );
    if (!api) throw new Error('the api does not run');
    return api.pid;
  }

  customer(): ApiClient {
    return new ApiClient(this);
  }

  async admin(): Promise<ApiClient> {
    const client = new ApiClient(this);
    await client.signIn('admin@localhost', this.adminPassword());
    return client;
  }

  adminPassword(): string {
    return readFileSync(path.join(this.dataDir, 'admin-password'), 'utf8').trim();
  }

  /** Ctrl-C. Resolves with the launcher's exit code. */
  async interrupt(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const { launcher } = this;
    if (!launcher || launcher.exitCode !== null) return launcher?.exitCode ?? null;
    const exited = once(launcher, 'exit');
    launcher.kill(signal);
    await exited;
    return launcher.exitCode;
  }

  async stop(): Promise<void> {
    await this.interrupt();
    rmSync(this.dataDir, { recursive: true, force: true });
    if (existsSync(this.runDir)) rmSync(this.runDir, { recursive: true, force: true });
  }
}
