import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

export interface HostProcess {
  pid: number;
  parent: number;
  /** Clock ticks since boot: pids are used again, the pair is not. */
  startTime: string;
  arguments: readonly string[];
}

/** A relay may share this process: between so many entries others get their turn. */
const AT_ONCE = 25;

/** Every process of the host that is no zombie: one that is dead holds nothing but its number. */
export async function hostProcesses(): Promise<HostProcess[]> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found: HostProcess[] = [];
  for (const [n, pid] of pids.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const process = read(Number(pid));
    if (process !== null) found.push(process);
  }
  return found;
}

function read(pid: number): HostProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // proc(5): a name may hold blanks and brackets
    const [state, parent, startTime] = [fields[0], fields[1], fields[19]];
    if (state === 'Z' || state === 'X' || startTime === undefined) return null;
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, parent: Number(parent), startTime, arguments: line.split('\0').slice(0, -1) };
  } catch {
    return null; // gone since it was listed
  }
}
