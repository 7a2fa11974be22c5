import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** The short folder that holds the sockets of the instance whose data lies in `dataDir`. */
export function runDirOf(dataDir: string): string {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 10);
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? `/run/onedollaragent/${name}` : path.join(os.tmpdir(), `onedollaragent-${uid}`, name);
}
