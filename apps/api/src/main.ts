import 'reflect-metadata';
import { InvalidConfiguration, loadConfig } from './config/load-config.js';
import { WeakerThanAllowed } from './desktops/seal.js';
import { DataDirInUse } from './kernel/instance-lock.js';
import { serve } from './serve.js';

const MENDABLE = [InvalidConfiguration, DataDirInUse, WeakerThanAllowed];

try {
  await serve(loadConfig());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

/** What an operator can mend is said in a line; anything else is ours, with its stack. */
function explain(error: unknown): string {
  if (MENDABLE.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!(error instanceof Error)) return String(error);
  const inUse = 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? `${error.message}: choose another PORT.` : String(error.stack);
}
