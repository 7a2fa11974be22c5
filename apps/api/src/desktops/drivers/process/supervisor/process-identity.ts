import { readFileSync } from 'node:fs';

/** Pids are used again; the pair with the start time is not. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot: proc(5), field 22 of stat. */
  startTime: string;
}

/** Null when there is no such process, or it is a zombie: dead, only not yet collected. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // a name may hold blanks and brackets
    const [state, startTime] = [fields[0], fields[19]];
    return startTime === undefined || state === 'Z' || state === 'X' ? null : { pid, startTime };
  } catch {
    return null;
  }
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identify(pid)?.startTime === startTime;
}

/** The real uid it runs as, or null when it is gone. */
export function uidOf(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
  } catch {
    return null;
  }
}
