import { execFile } from 'node:child_process';
import type { Protection } from '../../protections.js';
import type { Control } from './cgroups/cgroup-layout.js';
import type { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import { missingPrograms } from './programs.js';

/** An ordinary user's sandbox, and in it another one, as Chromium makes for its pages. */
const NESTED = [
  ...['/usr/bin/bwrap', '--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
  ...['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--'],
  ...['/usr/bin/bwrap', '--unshare-user', '--ro-bind', '/', '/', '--', '/bin/true'],
];
const AS_NOBODY = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const TRY_FOR_MS = 10_000;

export interface Machine {
  isRoot: boolean;
  cgroups: Pick<DesktopCgroups, 'controls' | 'layout'>;
  missingPrograms: string | null;
  /** Why no sandbox could be made, or null. */
  sandboxFault: string | null;
}

/** Looks at the machine by trying: a sandbox is made, a group is written. */
export async function lookAtMachine(cgroups: DesktopCgroups): Promise<Machine> {
  const isRoot = process.getuid?.() === 0;
  return { isRoot, cgroups, missingPrograms: missingPrograms(), sandboxFault: await trySandbox(isRoot) };
}

/** What is in force on such a machine. The last ones are of the desktop itself: it does not start without. */
export function protectionsOf({ isRoot, cgroups, missingPrograms, sandboxFault }: Machine): Protection[] {
  const limit = (control: Control, otherwise: string) => ({
    inForce: cgroups.controls.has(control),
    how: cgroups.controls.has(control)
      ? `cgroup (${cgroups.layout})`
      : `no cgroup of this user (${cgroups.layout}): run as root, or with delegated cgroups. ${otherwise}`,
  });
  return [
    { name: 'programs', inForce: missingPrograms === null, how: missingPrograms ?? 'all there' },
    {
      name: 'namespaces',
      inForce: sandboxFault === null,
      how: sandboxFault ?? 'bubblewrap: user, pid, network, ipc, uts, mount',
    },
    {
      name: 'own-uid',
      inForce: isRoot,
      how: isRoot ? 'a uid for each desktop' : 'all desktops are this user: run as root to give each its own',
    },
    {
      name: 'memory-limit',
      ...limit('memory', 'Each process is bounded, all together are looked after once a second'),
    },
    { name: 'cpu-limit', ...limit('cpu', 'Desktops share by session') },
    {
      name: 'pids-limit',
      inForce: true, // by the user namespace where there is no cgroup: since Linux 5.14 it counts for itself
      how: cgroups.controls.has('pids') ? limit('pids', '').how : 'prlimit, counted in the desktop alone',
    },
    { name: 'private-x-server', inForce: true, how: 'no port, a cookie, a socket of mode 0600' },
    { name: 'bounded-files', inForce: true, how: 'tmpfs with sizes' },
    { name: 'egress-gate', inForce: true, how: 'no network but a socket to the gate' },
    { name: 'browser-policies', inForce: true, how: 'managed, read-only' },
    { name: 'browser-sandbox', inForce: true, how: 'looked at before a desktop is ready' },
  ];
}

function trySandbox(isRoot: boolean): Promise<string | null> {
  const [command = '', ...args] = [...(isRoot ? AS_NOBODY : []), ...NESTED];
  return new Promise((resolve) => {
    execFile(command, args, { timeout: TRY_FOR_MS, env: {} }, (error, _out, complaint) => {
      const why = complaint.trim() || error?.message;
      resolve(
        error === null
          ? null
          : `no sandbox can be made: ${why}. Unprivileged user namespaces must be allowed (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)`,
      );
    });
  });
}
