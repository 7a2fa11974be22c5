import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessRecord {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of the machine, from /proc. */
export function processes(): ProcessRecord[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), parent, command }];
      } catch {
        return []; // it ended between two looks
      }
    });
}

/** Processes whose command line holds `text`: a run folder, a program. */
export function processesWith(text: string): ProcessRecord[] {
  return processes().filter(({ command }) => command.includes(text));
}

export function isAlive(pid: number): boolean {
  return processes().some((each) => each.pid === pid);
}

/** Those processes and every one below them, at any depth. */
export function familyOf(roots: readonly number[]): ProcessRecord[] {
  const all = processes();
  const family = new Set(roots);
  for (let grown = 0; grown !== family.size;) {
    grown = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** The displays of desktops among what these processes started, not the one that health checks shake hands with. */
export function displaysUnder(roots: readonly ProcessRecord[]): number[] {
  const isDisplay = (command: string) =>
    command.startsWith('/usr/bin/Xtigervnc') && command.includes('-geometry 1280x720');
  return familyOf(roots.map(({ pid }) => pid))
    .filter(({ command }) => isDisplay(command))
    .map(({ pid }) => pid);
}
