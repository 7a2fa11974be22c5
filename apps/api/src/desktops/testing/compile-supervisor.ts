import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

const SOURCE = path.resolve(import.meta.dirname, '../drivers/process/supervisor');

/**
 * The supervisor's folder as plain JavaScript in `target`, file by file: what `tsc` would make of the sources as they
 * are now, so that a spec needs no build. It runs there because it imports nothing from outside itself.
 */
export function compileSupervisor(target: string): string {
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const { code } = transformFileSync(path.join(SOURCE, name), {
      jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    const file = path.join(target, name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  return target;
}
