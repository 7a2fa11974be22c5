import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The secret kept in `file`, made by `make` the first time. The file is readable by its owner alone and appears whole or
 * not at all, so two processes that start together read the same secret.
 */
export function secretFile(file: string, make: () => string): string {
  if (!existsSync(file)) create(file, make());
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '') throw new Error(`${file} is empty: delete it, and a new one is made`);
  return secret;
}

function create(file: string, secret: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!existsSync(file)) throw error; // another process was first
  } finally {
    rmSync(unfinished);
  }
}
