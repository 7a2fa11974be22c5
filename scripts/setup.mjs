/**
 * Everything a fresh clone lacks, in order: node modules (they bring the Node runtime), system packages, the build.
 * Each step is skipped when it is done already, so that a second run costs a fraction of a second.
 *
 *   node scripts/setup.mjs [--no-system] [--no-build]
 *
 * Runs under the machine's own Node, which may be older than ours: plain syntax, no dependencies.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exit } from 'node:process';
import { withSetupLock } from './setup-lock.mjs';
import { installSystemPackages } from './system-packages.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const wants = (part) => !process.argv.includes(`--no-${part}`);

await withSetupLock(path.join(root, '.setup.lock'), () => {
  installNodeModules();
  if (wants('system')) installSystemPackages();
  if (wants('build')) build();
});

function installNodeModules() {
  const stamp = path.join(root, 'node_modules', '.installed-lockfile');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing node modules (about a minute, once)');
  // npm starts us with the Node and npm it runs on; `npm` on PATH may be another one.
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  run(command, [...args, 'ci', '--include=dev', '--include=optional']);
  writeFileSync(stamp, wanted);
}

function build() {
  const node = path.join(root, 'node_modules', '.bin', 'node');
  run(node, [path.join(root, 'scripts', 'build.mjs')]);
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0)
    fail(`"${path.basename(command)} ${args.slice(-3).join(' ')}" failed (${signal ?? `exit ${status}`})`);
}

function say(text) {
  console.error(`setup: ${text}`);
}

function fail(text) {
  say(text);
  exit(1);
}
