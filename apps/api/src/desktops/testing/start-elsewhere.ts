import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.resolve(import.meta.dirname, '../../../../..');
const PROGRAM = fileURLToPath(new URL('./start-one.ts', import.meta.url));
/** TypeScript as it is, imports of this project by their sources. */
const NODE_OPTIONS = [
  '--conditions=source',
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  `--import=${pathToFileURL(path.join(ROOT, 'bench/typescript.mjs'))}`,
];

/**
 * Starts a desktop in a process of its own, as an api does. Resolves when it answers; `kill` is for that process alone.
 * `around` is a command that runs the one after it, such as in other namespaces.
 * @throws Error when the process ends instead, with its words
 */
export async function startElsewhere(
  driver: { module: string; options: unknown },
  desktopId: string,
  around: readonly string[] = [],
): Promise<{ kill(): Promise<void> }> {
  const program = [PROGRAM, driver.module, JSON.stringify(driver.options), desktopId];
  const [command = '', ...args] = [...around, process.execPath, ...NODE_OPTIONS, ...program];
  const child = spawn(command, args, { cwd: ROOT, detached: true });
  const exit = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  await Promise.race([
    once(child.stdout, 'data'),
    exit.then(() => Promise.reject(new Error(`the process ended: ${said}`))),
  ]);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
