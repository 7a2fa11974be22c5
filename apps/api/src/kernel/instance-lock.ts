import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Two instances on one data folder would tear each other's database and desktops apart. */
export class DataDirInUse extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `${dataDir} is in use by process ${pid}. Stop it first, or start this one with another DATA_DIR and PORT.`,
    );
  }
}

/**
 * Takes `dataDir` for this process until it exits. A lock left by a process that is gone is taken over.
 * @throws DataDirInUse
 */
export function lockDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const lock = path.join(dataDir, 'instance.lock');
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, describe(process.pid) ?? '');
  try {
    for (;;) {
      try {
        linkSync(mine, lock); // atomic: fails when there is a lock
        break;
      } catch {
        const owner = livingOwner(lock);
        if (owner !== undefined) throw new DataDirInUse(dataDir, owner);
        rmSync(lock, { force: true });
      }
    }
  } finally {
    unlinkSync(mine);
  }
  process.once('exit', () => rmSync(lock, { force: true }));
}

/** Whether `pid` holds the lock of `dataDir`: a child of the launcher works under the launcher's lock. */
export function isLockedBy(dataDir: string, pid: number): boolean {
  return livingOwner(path.join(dataDir, 'instance.lock')) === pid;
}

function livingOwner(lock: string): number | undefined {
  try {
    const text = readFileSync(lock, 'utf8');
    const pid = Number(text.split(' ', 1)[0]);
    return describe(pid) === text ? pid : undefined;
  } catch {
    return undefined; // no lock, or its owner let go of it between two looks
  }
}

/** `pid starttime`: pids are used again, the pair is not (proc(5), field 22 of stat). */
function describe(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid} ${startTime}`;
  } catch {
    return undefined;
  }
}
