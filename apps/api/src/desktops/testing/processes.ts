import { readdirSync, readFileSync } from 'node:fs';

export interface NamedProcess {
  pid: number;
  /** Its command line, the words apart by zero bytes. */
  line: string;
}

/** Every process of this machine with `text` in its command line. */
export function processesNaming(text: string): NamedProcess[] {
  return allProcesses().filter(({ line, pid }) => line.includes(text) && pid !== process.pid);
}

/** The supervisor of the desktop with that folder. */
export function supervisorOf(folder: string): number {
  const found = processesNaming(folder).find(({ line }) => line.includes('main.js\0'));
  if (found === undefined) throw new Error('no supervisor');
  return found.pid;
}

/** Every process below `pid`, at any depth. */
export function descendantsOf(pid: number): NamedProcess[] {
  const all = allProcesses().map((found) => ({ ...found, parent: parentOf(found.pid) }));
  const below = (parent: number): NamedProcess[] =>
    all.filter((found) => found.parent === parent).flatMap((found) => [found, ...below(found.pid)]);
  return below(pid);
}

/** One file of /proc/PID, or nothing when the process is gone. */
export function procFile(pid: number, name: 'cmdline' | 'status' | `net/${'dev' | 'tcp' | 'tcp6'}`): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** A zombie has no command line: it holds nothing but its number. */
export function isLiving({ pid }: NamedProcess): boolean {
  return procFile(pid, 'cmdline') !== '';
}

function allProcesses(): NamedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), line: procFile(Number(name), 'cmdline') }));
}

function parentOf(pid: number): number {
  return Number(/^PPid:\t(\d+)/m.exec(procFile(pid, 'status'))?.[1]);
}
