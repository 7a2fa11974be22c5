import path from 'node:path';
import type { HostProcess } from './host-process.js';

const AN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The desktop whose folder below `root` the path is, or lies in; null for every other path. */
export function desktopOfPath(root: string, file: string): string | null {
  if (!file.startsWith(root + path.sep)) return null;
  const [id = ''] = file.slice(root.length + 1).split(path.sep);
  return AN_ID.test(id) ? id : null;
}

/**
 * Which desktop each process belongs to. A supervisor and bubblewrap are told their desktop's folder as an argument: that
 * is the mark, and it names the instance too. Everything below them is theirs, because nobody leaves a process tree
 * whose first process is the first of a pid namespace. The topmost mark counts: a program inside a desktop can claim
 * nothing by its own arguments.
 *
 * `mayOwn` says whether a process runs as somebody a desktop runs as: who only reads a log names the folder too.
 */
export function ownersOf(
  processes: readonly HostProcess[],
  root: string,
  mayOwn: (pid: number) => boolean,
): Map<number, string> {
  const byPid = new Map(processes.map((each) => [each.pid, each]));
  const marks = new Map<number, string>();
  for (const each of processes) {
    const desktopId = each.arguments
      .map((argument) => markIn(root, argument))
      .find((id): id is string => id !== null);
    if (desktopId !== undefined && mayOwn(each.pid)) marks.set(each.pid, desktopId);
  }
  const owners = new Map<number, string>();
  for (const each of processes) {
    const marked = lineOf(each, byPid).findLast(({ pid }) => marks.has(pid));
    const owner = marked && marks.get(marked.pid);
    if (owner !== undefined) owners.set(each.pid, owner);
  }
  return owners;
}

/** The folder itself (a supervisor's) or the one that is shared with the sandbox (bubblewrap's). */
function markIn(root: string, argument: string): string | null {
  const desktopId = desktopOfPath(root, argument);
  if (desktopId === null) return null;
  const folder = path.join(root, desktopId);
  return argument === folder || argument === path.join(folder, 'sockets') ? desktopId : null;
}

/** The process and its ancestors, upwards. Pids are read one after another: a chain may bite its tail. */
function lineOf(process: HostProcess, byPid: ReadonlyMap<number, HostProcess>): HostProcess[] {
  const line: HostProcess[] = [];
  for (
    let each: HostProcess | undefined = process;
    each && !line.includes(each);
    each = byPid.get(each.parent)
  )
    line.push(each);
  return line;
}
