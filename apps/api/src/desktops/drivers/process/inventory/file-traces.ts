import path from 'node:path';
import type { Trace } from '../../../trace.js';
import { filesBelow, filesIn } from './files-below.js';

/** Where programs leave things outside any folder of ours. A sandbox has its own of both. */
const SHARED_FOLDERS = ['/dev/shm', '/tmp'];

/**
 * The folder of each desktop as one trace, with the bytes in it; and what lies in the host's shared folders and belongs
 * to the uid of a desktop, which nothing inside a sandbox can do.
 */
export function fileTraces(root: string, folders: readonly string[], users: readonly Trace[]): Trace[] {
  const own = folders.map((desktopId): Trace => {
    const files = filesBelow(path.join(root, desktopId));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { kind: 'file', id: path.join(root, desktopId), desktopId, label: 'run folder', bytes };
  });
  const owners = new Map(users.map(({ id, desktopId }) => [Number(id), desktopId]));
  if (owners.size === 0) return own;
  const strewn = SHARED_FOLDERS.flatMap(filesIn).flatMap((file): Trace[] => {
    const desktopId = owners.get(file.uid);
    return desktopId === undefined ? [] : [{ kind: 'file', id: file.path, desktopId, bytes: file.bytes }];
  });
  return [...own, ...strewn];
}
