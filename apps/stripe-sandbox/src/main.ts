import { startSandbox } from './sandbox.js';
import { readSettings } from './settings.js';

const read = readSettings(process.env);
if (!read.ok) {
  for (const problem of read.problems) console.error(`stripe sandbox: ${problem}`);
  process.exit(1);
}
const sandbox = await startSandbox(read.settings).catch((error: unknown) => {
  console.error(`stripe sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
console.log(`stripe sandbox ready on ${sandbox.origin}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close());
