import { statSync } from 'node:fs';
import path from 'node:path';
import type { Trace } from '../../../trace.js';
import { uidOf } from '../supervisor/process-identity.js';
import type { OwnedProcess } from './owned-process.js';

/**
 * The uids that desktops run as, taken while a process runs or a folder lies there. Only root hands out uids: anybody
 * else's desktops run as they themselves, who stay.
 */
export function userTraces(
  owned: readonly OwnedProcess[],
  root: string,
  folders: readonly string[],
): Trace[] {
  if (process.getuid?.() !== 0) return [];
  const taken = [
    ...owned.map(({ pid, desktopId }) => ({ desktopId, uid: uidOf(pid) ?? 0 })),
    ...folders.map((desktopId) => ({
      desktopId,
      uid: statSync(path.join(root, desktopId), { throwIfNoEntry: false })?.uid ?? 0,
    })),
  ];
  const traces = taken
    .filter(({ uid }) => uid !== 0)
    .map(({ desktopId, uid }): Trace => ({ kind: 'user', id: String(uid), desktopId }));
  return [...new Map(traces.map((trace) => [`${trace.desktopId} ${trace.id}`, trace])).values()];
}
