import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A place from which an unprivileged user can read and run `source`: `source` itself when every folder above it can
 * be entered by others, else a copy made once below `stagingDir`. A project below a 0700 home is the usual reason.
 */
export function reachableCopy(source: string, stagingDir: string): string {
  if (isReachable(source)) return source;
  const { mtimeMs, size } = statSync(source);
  const name = createHash('sha256').update(`${source}\0${mtimeMs}\0${size}`).digest('hex').slice(0, 12);
  const copy = path.join(stagingDir, `${path.basename(source)}-${name}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(stagingDir, { recursive: true, mode: 0o755 });
  cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true, force: true }); // another process was first
  }
  return copy;
}

/** Whether any user can enter every folder above `file`. */
export function isReachable(file: string): boolean {
  const OTHERS_MAY_ENTER = 0o001;
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/** Where copies for unprivileged users are kept, and data that must not lie below a closed folder. */
export function stagingDirOf(dataDir: string): string {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 10);
  return `/var/lib/onedollaragent/${name}`;
}
