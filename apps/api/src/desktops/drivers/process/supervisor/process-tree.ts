import { readdirSync, readFileSync } from 'node:fs';

/** The process and every one below it, as they are now; zombies are left out. */
export function processTree(first: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), ...stateOf(Number(name)) }))
    .filter(({ state }) => state !== 'Z' && state !== 'X');
  const below = (parent: number): number[] =>
    parents.filter((each) => each.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return [first, ...below(first)].filter((pid) => parents.some((each) => each.pid === pid));
}

/** Stopped by a signal: proc(5), state T. One that is gone does nothing either. */
export function isStopped(pid: number): boolean {
  return ['T', 'X'].includes(stateOf(pid).state);
}

function stateOf(pid: number): { state: string; parent: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = 'X', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // a name may hold brackets
    return { state, parent: Number(parent) };
  } catch {
    return { state: 'X', parent: 0 };
  }
}
