import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readHierarchies } from '../drivers/process/cgroups/cgroup-layout.js';
import type { DesktopFolder } from '../drivers/process/supervisor/desktop-folder.js';
import { uidOf } from '../drivers/process/supervisor/process-identity.js';
import { inCgroups } from '../drivers/process/supervisor/sandbox-cgroup.js';
import { descendantsOf } from './processes.js';

/**
 * A shell line as whoever broke out of Chromium would run it: in the desktop's namespaces, cgroup and limits, as its uid,
 * with no capability. For root: nobody else can get in from outside.
 */
export function insideCommand(folder: DesktopFolder, line: string): string[] {
  const { sandbox } = JSON.parse(readFileSync(folder.processes, 'utf8')) as { sandbox: { pid: number } };
  const init = descendantsOf(sandbox.pid).find((each) => each.line.includes('init/main.js'));
  if (init === undefined) throw new Error('the desktop runs nothing');
  const uid = String(uidOf(init.pid));
  const inside = /^NSpid:.*\t(\d+)$/m.exec(readFileSync(`/proc/${init.pid}/status`, 'utf8'))?.[1] ?? '';
  const limits = readFileSync(`/proc/${init.pid}/limits`, 'utf8');
  return inCgroups(groupsOf(init.pid), [
    // the user namespace last, and as the desktop's uid: it owns none of the others, and is where processes are counted
    ...[
      '/usr/bin/nsenter',
      '--target',
      String(init.pid),
      '--mount',
      '--pid',
      '--net',
      '--ipc',
      '--uts',
      '--',
    ],
    ...['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'],
    ...['/usr/bin/nsenter', '--target', inside, '--user', '--preserve-credentials', '--'],
    ...[
      '/usr/bin/prlimit',
      `--nproc=${limitOf(limits, 'processes')}`,
      `--data=${limitOf(limits, 'data size')}`,
    ],
    ...['--', '/usr/bin/setpriv', '--no-new-privs', '--inh-caps=-all', '--', '/bin/sh', '-c', line],
  ]);
}

/** The soft limit: proc(5), limits. */
function limitOf(limits: string, name: string): string {
  return new RegExp(`^Max ${name} +(\\S+)`, 'm').exec(limits)?.[1] ?? 'unlimited';
}

/** Resolves with what it printed, both streams, whether it succeeded or not. */
export function runInside(folder: DesktopFolder, line: string, withinMs = 20_000): Promise<string> {
  const [command = '', ...args] = insideCommand(folder, line);
  return new Promise((resolve) => {
    const options = { timeout: withinMs, killSignal: 'SIGKILL' as const };
    execFile(command, args, options, (_error, out, complaint) => resolve(out + complaint));
  });
}

function groupsOf(pid: number): string[] {
  const membership = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  return readHierarchies(readFileSync('/proc/self/mounts', 'utf8'), membership)
    .filter(({ group }) => group.endsWith('/sandbox'))
    .map(({ mount, group }) => path.join(mount, group));
}
