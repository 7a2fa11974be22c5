import { readlinkSync } from 'node:fs';
import type { Trace } from '../../../trace.js';
import type { OwnedProcess } from './owned-process.js';

/** Of namespaces(7), those a desktop gets for itself. */
const KINDS = ['user', 'pid', 'net', 'ipc', 'uts', 'mnt', 'cgroup'] as const;
export type NamespaceKind = (typeof KINDS)[number];

/** `net:[4026532201]`, or null when the process is gone. */
export function namespaceOf(pid: number | 'self', kind: NamespaceKind): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return null;
  }
}

/** Every namespace that a desktop's processes are in and this one is not. */
export function namespaceTraces(owned: readonly OwnedProcess[]): Trace[] {
  const ours = new Set(KINDS.map((kind) => namespaceOf('self', kind)));
  const traces = new Map<string, Trace>();
  for (const { pid, desktopId } of owned) {
    for (const kind of KINDS) {
      const id = namespaceOf(pid, kind);
      if (id !== null && !ours.has(id)) traces.set(id, { kind: 'namespace', id, desktopId });
    }
  }
  return [...traces.values()];
}
