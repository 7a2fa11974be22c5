import type { DesktopFolder } from './desktop-folder.js';
import { INSIDE } from './init/inside-paths.js';

const MIB = 1024 * 1024;

/**
 * Parts of the desktop's memory that its files may fill. Files are memory: so much must be left beside full ones that
 * the browser lives and says "disk full", and is not killed.
 */
export const SHARES = { home: 1 / 2, shm: 1 / 8, tmp: 1 / 16 };

/** What of /etc programs need to find libraries, fonts and the X keyboard; nothing that names this host or its users. */
const ETC = ['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'fonts', 'alternatives', 'ssl/certs', 'localtime'];

/** File descriptors of bwrap: it writes the init's host pid to one, and runs nothing before it can read from the other. */
export interface SandboxFds {
  info: number;
  block: number;
}

interface Sandbox {
  folder: DesktopFolder;
  /** Host paths of the Node binary and of the folder with the init's compiled files. */
  node: string;
  init: string;
  /** The init's only argument, as JSON. */
  settings: unknown;
  fds: SandboxFds;
  /** The most that the desktop may take. */
  memoryBytes: number;
  pids: number;
}

/**
 * The bubblewrap line of a desktop. Every namespace is its own, so inside there is only `lo`, no process but its own,
 * no capability, an empty environment; whatever is written lands in a tmpfs with a size, and is gone with the last
 * process. `--die-with-parent`: the supervisor's death is the desktop's. User namespaces stay allowed: Chromium's own
 * sandbox is made of them.
 */
export function sandboxArguments({
  folder,
  node,
  init,
  settings,
  fds,
  memoryBytes,
  pids,
}: Sandbox): string[] {
  return [
    ...[
      '--unshare-user',
      '--unshare-pid',
      '--unshare-net',
      '--unshare-ipc',
      '--unshare-uts',
      '--unshare-cgroup-try',
    ],
    ...['--uid', '1000', '--gid', '1000', '--hostname', 'desktop', '--cap-drop', 'ALL'],
    ...['--new-session', '--die-with-parent', '--clearenv'],
    ...['--info-fd', String(fds.info), '--block-fd', String(fds.block)],
    ...['--ro-bind', '/usr', '/usr'],
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...ETC.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...tmpfs('/dev/shm', memoryBytes * SHARES.shm, '1777'),
    ...tmpfs('/tmp', memoryBytes * SHARES.tmp, '1777'),
    ...tmpfs(INSIDE.home, memoryBytes * SHARES.home, '0700'),
    ...tmpfs(INSIDE.runtime, 16 * MIB, '0700'),
    ...['--bind', folder.sockets, INSIDE.sockets],
    ...['--ro-bind', node, INSIDE.node, '--ro-bind', init, INSIDE.init],
    ...['--ro-bind', folder.policies, INSIDE.policies, '--ro-bind', folder.openbox, INSIDE.openboxConfig],
    ...['--remount-ro', '/', '--chdir', INSIDE.home],
    ...[
      '--',
      ...rlimits(memoryBytes, pids),
      INSIDE.node,
      '--max-old-space-size=64',
      `${INSIDE.init}/main.js`,
      JSON.stringify(settings),
    ],
  ];
}

/**
 * The second line behind the cgroup, and the only one where there is none: inside a user namespace of its own the count
 * of processes is the desktop's alone (Linux 5.14), and no single process takes more than the whole desktop may.
 */
function rlimits(memoryBytes: number, pids: number): string[] {
  return ['/usr/bin/prlimit', `--nproc=${pids}`, `--data=${memoryBytes}`, '--core=0', '--'];
}

function tmpfs(path: string, bytes: number, mode: string): string[] {
  return ['--perms', mode, '--size', String(Math.floor(bytes)), '--tmpfs', path];
}
