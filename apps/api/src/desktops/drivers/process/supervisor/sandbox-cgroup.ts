/** What holds a sandbox still. Signals do where no cgroup can be made: slower, and a parent inside may see them. */
export type FreezerSpec = { by: 'cgroup-v1' | 'cgroup-v2'; folder: string } | { by: 'signals' };

export interface SandboxCgroup {
  /** Groups that the sandbox is started in. */
  join: string[];
  freezer: FreezerSpec;
}

/** Joins each group before it becomes the command, so that not even its first instruction runs outside. */
const JOIN = 'while [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs" || exit 125; shift; done; shift; exec "$@"';

/** `command` as a command that runs in `groups`. */
export function inCgroups(groups: readonly string[], command: readonly string[]): string[] {
  return groups.length === 0 ? [...command] : ['/bin/sh', '-c', JOIN, 'join', ...groups, '--', ...command];
}
