/** Builds the api (and the sandbox and libs) with the Nest CLI and the portal with Angular's; skips what did not change. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exit } from 'node:process';

const root = path.resolve(import.meta.dirname, '..');

const PARTS = [
  {
    name: 'api',
    sources: [
      'apps/api',
      'apps/stripe-sandbox',
      'libs',
      'tsconfig.json',
      'tsconfig.build.json',
      'nest-cli.json',
      'package-lock.json',
    ],
    output: 'dist/apps/api/src/main.js',
    clean: ['dist/apps', 'dist/libs', 'dist/.tsbuildinfo'],
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    name: 'portal',
    sources: ['apps/web', 'libs', 'tsconfig.json', 'angular.json', 'package-lock.json'],
    output: 'dist/web/index.html',
    clean: ['dist/web'],
    command: ['node_modules/@angular/cli/bin/ng.js', 'build'],
  },
];

for (const part of PARTS) buildPart(part);

function buildPart({ name, sources, output, clean, command }) {
  const stamp = path.join(root, 'dist', `.${name}.sources`);
  const wanted = fingerprint(sources);
  if (existsSync(path.join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return;
  console.error(`setup: building the ${name}`);
  for (const file of clean) rmSync(path.join(root, file), { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  if (status !== 0) {
    process.stderr.write(stdout + stderr);
    exit(status ?? 1);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** A hash over the contents of all source files: touching a file does not rebuild, changing one does. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(root, source)))) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(file) {
  try {
    return readdirSync(file, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return [file];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
