import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { readHierarchies } from './drivers/process/cgroups/cgroup-layout.js';

/** What this host, or the container this process is in, could still give to desktops. */
@Injectable()
export class HostMemory {
  /** `MemAvailable` of the host; below a limit no more than what is left of that, files that can be dropped counted. */
  availableBytes(): number {
    const free = os.freemem();
    const isLimited = totalMemory() < os.totalmem();
    return isLimited ? Math.min(free, process.availableMemory() + droppableBytes(ownMemoryStat())) : free;
  }
}

/** All the memory of this host, or of the container this process is in. */
export function totalMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

/** Files that nobody has used of late: the kernel counts them as used, and lets go of them when memory is wanted. */
export function droppableBytes(memoryStat: string): number {
  const [, bytes] =
    /^total_inactive_file (\d+)/m.exec(memoryStat) ?? /^inactive_file (\d+)/m.exec(memoryStat) ?? [];
  return Number(bytes ?? 0);
}

function ownMemoryStat(): string {
  const read = (file: string) => readFileSync(file, 'utf8');
  for (const { version, mount, group, controls } of readHierarchies(
    read('/proc/self/mounts'),
    read('/proc/self/cgroup'),
  )) {
    if (version === 1 && !controls.includes('memory')) continue;
    for (const folder of [path.join(mount, group), mount]) {
      // a container may see its own group as the top
      try {
        return read(path.join(folder, 'memory.stat'));
      } catch {
        // not there
      }
    }
  }
  return '';
}
