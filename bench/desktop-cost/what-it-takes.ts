import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readHierarchies } from '../../apps/api/src/desktops/drivers/process/cgroups/cgroup-layout.js';
import { processesWith } from '../../test/support/processes.js';
import { processorMs } from '../key-to-pixel/processor.js';
import { familyOf } from '../relay/processes.js';

const WATCHED_MS = 20_000;
const USAGE_FILES = { 1: 'memory.usage_in_bytes', 2: 'memory.current' };

/** What one desktop takes, its supervisor and gate included. */
export interface Taken {
  /** What its processes have, what is shared counted in parts: `Pss` of proc(5). */
  pssBytes: number;
  /** What the kernel charges its control group with: its files too, and what it was first to read. NaN without groups. */
  chargedBytes: number;
  /** Of one core. */
  processorPercent: number;
}

/** Watches desktops that nobody touches meanwhile. @param folders of the desktops, by which their processes are found */
export async function whatTheyTake(folders: readonly string[]): Promise<Taken[]> {
  const families = folders.map((folder) => [
    ...new Set(processesWith(folder).flatMap((root) => familyOf(root).map(({ pid }) => pid))),
  ]);
  const spent = () => families.map((pids) => sum(pids.map(processorMs)));
  const before = spent();
  await sleep(WATCHED_MS);
  const after = spent();
  return families.map((pids, n) => ({
    pssBytes: sum(pids.map(pssOf)),
    chargedBytes: chargedWith(pids, path.basename(folders[n] ?? '')),
    processorPercent: (100 * ((after[n] ?? 0) - (before[n] ?? 0))) / WATCHED_MS,
  }));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function pssOf(pid: number): number {
  return 1_024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
}

function chargedWith([pid = 0]: readonly number[], desktopId: string): number {
  const mounts = readFileSync('/proc/self/mounts', 'utf8');
  for (const { version, mount, group, controls } of readHierarchies(
    mounts,
    readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
  )) {
    if (!path.dirname(group).endsWith(desktopId) || (version === 1 && !controls.includes('memory'))) continue;
    try {
      return Number(readFileSync(path.join(mount, path.dirname(group), USAGE_FILES[version]), 'utf8'));
    } catch {
      // a hierarchy that does not count memory
    }
  }
  return Number.NaN;
}
