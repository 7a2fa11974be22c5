import 'reflect-metadata';
import { InvalidConfiguration, loadConfig } from './config/load-config.js';
import { DataDirInUse } from './kernel/instance-lock.js';
import { serve } from './serve.js';

try {
  await serve(loadConfig());
} catch (error) {
  const expected = error instanceof InvalidConfiguration || error instanceof DataDirInUse;
  process.stderr.write(`${expected ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
}
