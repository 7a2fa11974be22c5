/**
 * `npm start`: the whole product in one process group. Owns what the api must not lose when it dies: the embedded
 * database, the sandbox, the lock of the data folder. A signal to it ends everything, desktops too.
 */
import path from 'node:path';
import { InvalidConfiguration, loadConfig } from '../config/load-config.js';
import type { AppConfig } from '../config/app-config.js';
import { stopAllDesktops } from '../desktops/drivers/process/stop-all-desktops.js';
import { DataDirInUse, lockDataDir } from '../kernel/instance-lock.js';
import { KeptDatabase } from './kept-database.js';
import { KeptProcess } from './kept-process.js';
import { PortInUse, withPort } from './ports.js';
import { sandboxClientEnvironment, sandboxEnvironment, sandboxKeys, sandboxPort } from './sandbox.js';
import { untilReady, welcome } from './welcome.js';

const DIST = path.resolve(import.meta.dirname, '../../../..');

/** What is undone at the end, in the opposite order. */
const stops: (() => Promise<unknown>)[] = [];
let isReady = false;
let isEnding = false;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0));
try {
  await launch(await withPort(loadConfig()));
} catch (error) {
  const expected = [InvalidConfiguration, DataDirInUse, PortInUse].some((kind) => error instanceof kind);
  console.error(expected ? (error as Error).message : error);
  await end(1);
}

async function launch(config: AppConfig): Promise<void> {
  const { server } = config;
  lockDataDir(server.dataDir);
  const env = { ...process.env, PORT: String(server.port) };
  const database = await startDatabase(config);
  stops.push(() => stopAllDesktops(server.runDir)); // after the api, before the database
  const sandbox = await startSandbox(config);
  startApi({ ...env, ...database, ...sandbox });
  await untilReady(config);
  isReady = true;
  if (!server.production) console.log(welcome(config, sandbox['SANDBOX_PORT'])); // there the log is for machines
}

async function startDatabase({ server, database }: AppConfig): Promise<NodeJS.ProcessEnv> {
  if (database.url !== undefined) return {};
  const kept = await KeptDatabase.start(server, (how) => report('database', how));
  stops.push(() => kept.stop());
  return { DATABASE_URL: kept.url };
}

/** Without a key of Stripe's the sandbox stands in, and the api is told so. */
async function startSandbox(config: AppConfig): Promise<NodeJS.ProcessEnv> {
  if (config.billing.stripeSecretKey !== undefined) return {};
  const keys = sandboxKeys(config.server.dataDir);
  const port = await sandboxPort(config);
  const program = path.join(DIST, 'apps/stripe-sandbox/src/main.js');
  const env = sandboxEnvironment(config, keys, port);
  const sandbox = new KeptProcess({ name: 'sandbox', program, env, onExit: report });
  sandbox.start();
  stops.push(() => sandbox.stop());
  return sandboxClientEnvironment(keys, port);
}

function startApi(env: NodeJS.ProcessEnv): void {
  const program = path.join(DIST, 'apps/api/src/main.js');
  const onExit = (name: string, how: string) => {
    if (isReady) report(name, how);
    else void end(1); // it has said why: a port in use, a database that does not answer
  };
  const api = new KeptProcess({ name: 'api', program, env, onExit });
  api.start();
  stops.push(() => api.stop());
  process.on('SIGUSR2', () => api.restart()); // watch mode: there is a new build
}

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  for (const stop of stops.reverse()) await stop().catch((error: unknown) => console.error(error));
  process.exit(code);
}

function report(name: string, how: string): void {
  console.error(`${name} ended (${how}), starting it again`);
}
