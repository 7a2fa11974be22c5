import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiClient } from './api-client.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

const PROGRAM = path.resolve('dist/apps/api/src/main.js');
const READY_WITHIN_MS = 30_000;
/** What every node signs access tokens with. */
export const SHARED_SECRET = 'one-secret-that-all-nodes-of-a-test-share';

export interface NodeOptions {
  databaseUrl: string;
  /** What the portal is called; the node's own address when it is alone. */
  publicUrl?: string;
  /** The name in its own address, which then is its public URL; any name below `localhost`. */
  hostName?: string;
  env?: Record<string, string>;
}

/** One api process as production runs it: built, no launcher, on a database that is somebody else's. */
export class ApiNode {
  private printed = '';

  private constructor(
    readonly port: number,
    readonly publicUrl: string,
    private readonly dataDir: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
  }

  static async start({ databaseUrl, hostName, env = {}, ...options }: NodeOptions): Promise<ApiNode> {
    const port = await freePort();
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-node-'));
    const origin = `http://localhost:${port}`;
    const publicUrl = options.publicUrl ?? `http://${hostName ?? 'localhost'}:${port}`;
    const program = [path.resolve('node_modules/.bin/node'), PROGRAM];
    // it must not outlive a test run that is killed
    const child = spawn('setpriv', ['--pdeathsig=KILL', '--', ...program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        PUBLIC_URL: publicUrl,
        ALLOWED_ORIGINS: [publicUrl, origin].join(','),
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        JWT_SECRET: SHARED_SECRET,
        ADMIN_PASSWORD: 'only-for-the-tests-of-nodes',
        DESKTOP_POOL_SIZE: '0',
        RATE_LIMIT_FACTOR: '10000',
        SOCKETS_PER_ACCOUNT: '100000',
        SOCKETS_PER_ADDRESS: '100000',
        ...env,
      },
    });
    const node = new ApiNode(port, publicUrl, dataDir, child);
    await until('the node listens', () => node.hasSaid('listening') || node.diedEarly(), READY_WITHIN_MS);
    return node;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.printed;
  }

  customer(): ApiClient {
    return new ApiClient(this);
  }

  async admin(): Promise<ApiClient> {
    return new ApiClient(this).signIn('admin@localhost', 'only-for-the-tests-of-nodes');
  }

  /** The same person at another node. */
  carry({ accessToken, email }: ApiClient): ApiClient {
    return Object.assign(new ApiClient(this), { accessToken, email });
  }

  async status(route: string): Promise<number | undefined> {
    const answer = await fetch(this.origin + route).catch(() => undefined);
    return answer?.status;
  }

  /** The sum of a metric over those of its label sets that hold `label`. */
  async metric(name: string, label = ''): Promise<number> {
    const text = await (await fetch(`${this.origin}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => line.includes(label))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** Resident memory of the process, in bytes. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves with the exit code; null when a signal ended it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    rmSync(this.dataDir, { recursive: true, force: true });
    return this.child.exitCode;
  }

  private hasSaid(phrase: string): boolean {
    return this.printed.includes(`"msg":"${phrase}"`);
  }

  private diedEarly(): false {
    if (this.child.exitCode !== null) throw new Error(`the node ended:\n${this.printed.slice(-4_000)}`);
    return false;
  }
}
