import { readFileSync } from 'node:fs';
import { processTree } from './process-tree.js';

const LOOK_EVERY_MS = 1_000;
/** Of every kernel that desktops run on (x86-64, arm64 as Debian builds them). */
const PAGE_BYTES = 4_096;

/**
 * Where no control group bounds a desktop's memory: looks once a second what its processes have for themselves, and kills
 * the largest when that is more than the desktop may. The kernel would do it sooner and to the byte; within a second or
 * two a desktop can take what its processes get hold of. Files are not counted, they have a bound of their own.
 */
export function watchMemory(first: number, mostBytes: number, killed: (pid: number) => void): NodeJS.Timeout {
  return setInterval(() => {
    const found = processTree(first).map((pid) => ({ pid, bytes: ownBytes(pid) }));
    const [largest] = found.toSorted((one, other) => other.bytes - one.bytes);
    const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
    if (largest === undefined || bytes <= mostBytes) return;
    try {
      process.kill(largest.pid, 'SIGKILL');
      killed(largest.pid);
    } catch {
      // it was quicker
    }
  }, LOOK_EVERY_MS);
}

/** What it would give back: resident pages without those that are files or shared (proc(5), statm). */
function ownBytes(pid: number): number {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
    return (resident - shared) * PAGE_BYTES;
  } catch {
    return 0; // gone since it was listed
  }
}
