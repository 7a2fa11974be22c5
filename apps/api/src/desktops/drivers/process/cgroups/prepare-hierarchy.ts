import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Control, Hierarchy } from './cgroup-layout.js';

/** A group of ours in one hierarchy, below which each desktop gets its own. */
export interface PreparedGroup {
  version: 1 | 2;
  folder: string;
  controls: Control[];
}

const OURS = 'onedollaragent';
/** The leaf that a v2 group's own processes move to: no group may both hold processes and hand controllers on. */
const LEAF = 'onedollaragent-node';

/**
 * Makes the group of this instance below the one this process is in, so that limits set on that one hold for its
 * desktops too.
 * @throws Error when this user may not
 */
export function prepareHierarchy(hierarchy: Hierarchy, instance: string): PreparedGroup {
  const own = ownGroup(hierarchy);
  const folder = path.join(own, OURS, instance);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
  const { version } = hierarchy;
  const controls = version === 1 ? hierarchy.controls : handOn(own, [own, path.join(own, OURS), folder]);
  return { version, folder, controls };
}

function ownGroup({ mount, group }: Hierarchy): string {
  const own = path.join(mount, path.basename(group) === LEAF ? path.dirname(group) : group);
  return existsSync(own) ? own : mount;
}

/** Switches on, group by group, what the kernel offers there. The freezer needs no switching on. */
function handOn(own: string, folders: readonly string[]): Control[] {
  const offered = readFileSync(path.join(own, 'cgroup.controllers'), 'utf8').trim().split(' ');
  const wanted = (['memory', 'cpu', 'pids'] as const).filter((control) => offered.includes(control));
  const line = wanted.map((control) => `+${control}`).join(' ');
  if (line === '') return ['freezer'];
  for (const folder of folders) {
    const file = path.join(folder, 'cgroup.subtree_control');
    try {
      writeFileSync(file, line);
    } catch (error) {
      if (folder !== own || (error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
      moveToLeaf(own);
      writeFileSync(file, line);
    }
  }
  return [...wanted, 'freezer'];
}

/** What systemd asks of a service with `Delegate=yes`, and what a container does that starts containers. */
function moveToLeaf(own: string): void {
  mkdirSync(path.join(own, LEAF), { recursive: true });
  for (const pid of readFileSync(path.join(own, 'cgroup.procs'), 'utf8').trim().split('\n')) {
    try {
      writeFileSync(path.join(own, LEAF, 'cgroup.procs'), pid);
    } catch {
      // it ended since it was listed
    }
  }
}
