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
import { sandboxClientEnvironment, sandboxEnvironment, sandboxKeys, sandboxPort } from './sandbox.js';
import { untilReady, welcome } from './welcome.js';

const DIST = path.resolve(import.meta.dirname, '../../../..');

try {
  await launch(loadConfig());
} catch (error) {
  const expected = error instanceof InvalidConfiguration || error instanceof DataDirInUse;
  console.error(expected ? error.message : error);
  process.exit(1);
}

async function launch(config: AppConfig): Promise<void> {
  const { server, database, billing } = config;
  lockDataDir(server.dataDir);
  const stops: (() => Promise<unknown>)[] = [];
  endOnSignal(stops);
  const env: NodeJS.ProcessEnv = { ...process.env };
  stops.push(() => stopAllDesktops(server.runDir));

  if (database.url === undefined) {
    const kept = await KeptDatabase.start(server, (how) => report('database', how));
    stops.unshift(() => kept.stop());
    env['DATABASE_URL'] = kept.url;
  }
  let port: number | undefined;
  if (billing.stripeSecretKey === undefined) {
    const keys = sandboxKeys(server.dataDir);
    port = await sandboxPort(config);
    const program = path.join(DIST, 'apps/stripe-sandbox/src/main.js');
    const sandbox = new KeptProcess({
      name: 'sandbox',
      program,
      env: sandboxEnvironment(config, keys, port),
      onExit: report,
    });
    sandbox.start();
    stops.push(() => sandbox.stop());
    Object.assign(env, sandboxClientEnvironment(keys, port));
  }
  const api = new KeptProcess({
    name: 'api',
    program: path.join(DIST, 'apps/api/src/main.js'),
    env,
    onExit: report,
  });
  api.start();
  stops.push(() => api.stop());

  await untilReady(config);
  console.log(welcome(config, port));
}

/** Stops in the opposite order of starting: the api first, the database last. */
function endOnSignal(stops: (() => Promise<unknown>)[]): void {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    for (const stop of stops.reverse()) await stop().catch((error: unknown) => console.error(error));
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
}

function report(name: string, how: string): void {
  console.error(`${name} ended (${how}), starting it again`);
}
