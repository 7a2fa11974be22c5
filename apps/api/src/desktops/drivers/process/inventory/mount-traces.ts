import { readFileSync, statfsSync } from 'node:fs';
import type { Trace } from '../../../trace.js';
import { namespaceOf } from './namespace-traces.js';
import type { OwnedProcess } from './owned-process.js';
import { desktopOfPath } from './owners.js';

export interface Mount {
  point: string;
  type: string;
}

/**
 * What a sandbox has mounted to write on (its home and the like, with the bytes that lie there), and what of a
 * desktop's folder is mounted into this very namespace, where nothing ever should be.
 */
export function mountTraces(owned: readonly OwnedProcess[], root: string): Trace[] {
  const ours = namespaceOf('self', 'mnt');
  const seen = new Set([ours]);
  const inside = owned.flatMap(({ pid, desktopId }): Trace[] => {
    const namespace = namespaceOf(pid, 'mnt');
    if (namespace === null || seen.has(namespace)) return [];
    seen.add(namespace);
    return mountsOf(pid)
      .filter(({ type, point }) => type === 'tmpfs' && point !== '/')
      .map(({ point }) => ({
        kind: 'mount',
        id: `${namespace} ${point}`,
        desktopId,
        label: point,
        bytes: bytesIn(`/proc/${pid}/root${point}`),
      }));
  });
  const outside = mountsOf('self').flatMap(({ point }): Trace[] => {
    const desktopId = desktopOfPath(root, point);
    return desktopId === null
      ? []
      : [{ kind: 'mount', id: `${ours ?? ''} ${point}`, desktopId, label: point }];
  });
  return [...inside, ...outside];
}

/** proc_pid_mountinfo(5): the fifth field is the mount point, the first after the dash the type. */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      return { point: before.split(' ')[4] ?? '', type: after.split(' ')[0] ?? '' };
    });
}

function mountsOf(pid: number | 'self'): Mount[] {
  try {
    return parseMounts(readFileSync(`/proc/${pid}/mountinfo`, 'utf8'));
  } catch {
    return []; // gone since it was listed
  }
}

function bytesIn(point: string): number {
  try {
    const { blocks, bfree, bsize } = statfsSync(point);
    return (blocks - bfree) * bsize;
  } catch {
    return 0; // gone since it was listed, or not ours to look into
  }
}
