import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { inCgroups } from './supervisor/sandbox-cgroup.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';
import type { SupervisorSpec } from './supervisor/supervisor-spec.js';

/** Threads count too, and a busy browser has several hundred. Only root gives a desktop a uid to count them by. */
const MOST_THREADS = 4_000;
const MOST_HEAP_MB = 96;

interface Launch {
  folder: DesktopFolder;
  spec: SupervisorSpec;
  /** The compiled `supervisor/main.js`, where `uid` can read it. */
  program: string;
  uid: number;
  /** Groups it starts in. */
  cgroups: readonly string[];
}

/**
 * Starts a supervisor in a session and process group of its own, with nothing of this process: no terminal, no pipe,
 * no environment, and as root no privilege. It does not end with this process.
 */
export function launchSupervisor({ folder, spec, program, uid, cgroups }: Launch): ChildProcess {
  writeFileSync(folder.spec, JSON.stringify(spec));
  chownSync(folder.spec, uid, -1);
  const log = openSync(folder.log, 'a', 0o600);
  const [command = '', ...args] = inCgroups(cgroups, [
    ...(process.getuid?.() === 0 ? dropPrivileges(uid) : []),
    ...[spec.node, `--max-old-space-size=${MOST_HEAP_MB}`, program, folder.path],
  ]);
  const child = spawn(command, args, { detached: true, cwd: '/', env: {}, stdio: ['ignore', log, log] });
  child.once('error', () => {}); // it then has no pid, which `hasEnded` sees
  child.unref();
  closeSync(log);
  return child;
}

export function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

function dropPrivileges(uid: number): string[] {
  return [
    ...['/usr/bin/prlimit', `--nproc=${MOST_THREADS}`, '--core=0', '--'],
    ...['/usr/bin/setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs', '--'],
  ];
}
