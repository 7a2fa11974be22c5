/** What CI runs first: format, lint, types, import rules. All run, then the failures are named. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { exit } from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const bin = (file) => path.join(root, 'node_modules', file);

const STEPS = [
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  ['lint', bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
  ['types (api, libs, tests)', bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  [
    'types (portal)',
    bin('@angular/compiler-cli/bundles/src/bin/ngc.js'),
    '-p',
    'apps/web/tsconfig.json',
    '--noEmit',
  ],
  [
    'import rules',
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    'apps',
    'libs',
  ],
];

const failed = STEPS.filter(([name, ...command]) => {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`check: ${name} ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  return status !== 0;
}).map(([name]) => name);

if (failed.length > 0) {
  console.error(`check: failed: ${failed.join(', ')}`);
  exit(1);
}
