import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Trace } from '../../../trace.js';
import { filesBelow } from './files-below.js';
import { desktopOfPath } from './owners.js';

/** Sockets by their path: those that lie in a folder, and those that somebody still holds after the path was removed. */
export function socketTraces(root: string, folders: readonly string[]): Trace[] {
  const lying = folders.flatMap((desktopId) =>
    filesBelow(path.join(root, desktopId))
      .filter(({ isSocket }) => isSocket)
      .map((file) => file.path),
  );
  return [...new Set([...lying, ...boundSockets()])].flatMap((file): Trace[] => {
    const desktopId = desktopOfPath(root, file);
    return desktopId === null
      ? []
      : [{ kind: 'socket', id: file, desktopId, label: path.relative(path.join(root, desktopId), file) }];
  });
}

/** Paths of /proc/net/unix: the eighth field, which sockets without a name lack. */
function boundSockets(): string[] {
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/)[7] ?? '')
    .filter((file) => file.startsWith('/'));
}
