import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, closeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isReachable, stagingDirOf } from '../../kernel/reachable.js';
import { endOrphan } from './orphan.js';
import { postgresBinaries } from './postgres-binaries.js';
import { serverUser, type ServerUser } from './server-user.js';

const START_TIMEOUT_MS = 30_000;
const DATABASE = 'onedollaragent';
const SUPERUSER = 'onedollaragent';

export interface EmbeddedServerOptions {
  /** The cluster is kept in a folder `postgres` below it. */
  dataDir: string;
  /** Short: the Unix socket lies below it. */
  runDir: string;
  /** For throw-away clusters of tests: no fsync at creation. */
  sync?: boolean;
}

/**
 * A PostgreSQL of our own, on a Unix socket only, under an unprivileged user, that cannot outlive this process
 * (`setpriv --pdeathsig`). The caller holds the lock of the data folder.
 */
export class EmbeddedServer {
  /** Set when the server ends without having been asked to. */
  onUnexpectedExit: (detail: string) => void = () => {};
  private stopping = false;

  private constructor(
    private readonly server: ChildProcess,
    readonly url: string,
  ) {
    server.once('exit', (code, signal) => {
      if (!this.stopping) this.onUnexpectedExit(signal ?? `exit ${String(code)}`);
    });
  }

  static async start({ dataDir, runDir, sync = true }: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const user = serverUser();
    const stagingDir = stagingDirOf(dataDir);
    const binaries = postgresBinaries(stagingDir);
    const cluster = path.join(isPrivateTo(dataDir) ? stagingDir : dataDir, 'postgres');
    const socketDir = path.join(runDir, 'db');
    makeFolder(cluster, user);
    makeFolder(socketDir, user);
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) createCluster(binaries, cluster, user, sync);
    await endOrphan(cluster);
    const server = launch(binaries, cluster, socketDir, path.join(dataDir, 'postgres.log'), user, sync);
    const url = (database: string) =>
      `postgres://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
    await untilAnswering(server, url('postgres'));
    await createDatabase(url('postgres'));
    return new EmbeddedServer(server, url(DATABASE));
  }

  /** Fast shutdown: clients are disconnected, everything committed is on disk. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    this.server.kill('SIGINT');
    await once(this.server, 'exit');
  }
}

/** As root the server is another user, who cannot enter a closed folder: its data goes to the staging folder then. */
function isPrivateTo(dataDir: string): boolean {
  return process.getuid?.() === 0 && !isReachable(path.join(dataDir, 'postgres'));
}

function makeFolder(folder: string, { uid, gid }: ServerUser): void {
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() === 0) chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
}

function createCluster(binaries: string, cluster: string, user: ServerUser, sync: boolean): void {
  const options = [
    '-D',
    cluster,
    '-U',
    SUPERUSER,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    ...(sync ? [] : ['--no-sync']),
  ];
  const { status, stderr } = spawnSync(path.join(binaries, 'initdb'), options, {
    ...asUser(user),
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
  });
  if (status !== 0) throw new Error(`the embedded database could not be created: ${stderr}`);
}

function launch(
  binaries: string,
  cluster: string,
  socketDir: string,
  logFile: string,
  user: ServerUser,
  sync: boolean,
) {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '200',
    shared_buffers: '32MB',
    ...(!sync && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const drop =
      process.getuid?.() === 0 ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
    // SIGINT is a fast shutdown; a session of its own keeps a terminal's Ctrl-C for us alone
    return spawn(
      'setpriv',
      ['--pdeathsig=INT', ...drop, '--', path.join(binaries, 'postgres'), '-D', cluster, ...args],
      { cwd: '/', detached: true, stdio: ['ignore', log, log], env: {} },
    );
  } finally {
    closeSync(log);
  }
}

const asUser = ({ uid, gid }: ServerUser) => (process.getuid?.() === 0 ? { uid, gid } : {});

async function untilAnswering(server: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (server.exitCode !== null)
      throw new Error('the embedded database did not start: see postgres.log in the data folder');
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error('the embedded database does not answer', { cause });
      await sleep(20);
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
