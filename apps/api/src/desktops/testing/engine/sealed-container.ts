import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  identify,
  isAlive,
  type ProcessIdentity,
} from '../../drivers/process/supervisor/process-identity.js';

const INFO_FD = 3;
const LOOK_EVERY_MS = 5;
const ETC = [
  'ld.so.cache',
  'fonts',
  'alternatives',
  'ssl/certs',
  'localtime',
  'resolv.conf',
  'hosts',
  'nsswitch.conf',
];

export interface ContainerSpec {
  /** The folder with the compiled supervisor: what the image has at /opt/desktop/supervisor. */
  supervisorDir: string;
  command: readonly string[];
  uid: number;
  gid: number;
  network: 'none' | 'host';
  mounts: readonly { source: string; target: string; readOnly: boolean }[];
  /** Target and bytes. */
  tmpfs: readonly { target: string; bytes: number }[];
}

/** A container of docker/desktop.Dockerfile's image, made of this host's files by bubblewrap. Real processes, real namespaces. */
export class SealedContainer {
  private constructor(
    readonly process: ChildProcess,
    /** First of its pid namespace. */
    private readonly first: ProcessIdentity | null,
  ) {}

  static async run(spec: ContainerSpec): Promise<SealedContainer> {
    const [command = '', ...args] = [...asUser(spec), '/usr/bin/bwrap', ...bubblewrap(spec)];
    const bwrap = spawn(command, args, { env: {}, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const info = await (bwrap.stdio[INFO_FD] as Readable).toArray();
    const text = Buffer.concat(info as Buffer[]).toString();
    const pid = text === '' ? 0 : (JSON.parse(text) as { 'child-pid': number })['child-pid'];
    return new SealedContainer(bwrap, identify(pid));
  }

  get isRunning(): boolean {
    return this.first !== null && isAlive(this.first);
  }

  /** Resolves when nothing in it is left. */
  async ended(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    while (this.isRunning) await setTimeout(LOOK_EVERY_MS);
  }

  kill(): void {
    if (this.isRunning) process.kill(Number(this.first?.pid), 'SIGKILL');
    this.process.kill('SIGKILL');
  }
}

/** As from an engine that stands behind other programs: what it starts may not come forward. */
const BEHIND = ['/usr/bin/nice', '-n', '10'];

function asUser({ uid, gid }: ContainerSpec): string[] {
  if (process.getuid?.() !== 0) return BEHIND;
  return [
    ...BEHIND,
    '/usr/bin/setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--no-new-privs',
    '--',
  ];
}

function bubblewrap({ supervisorDir, command, uid, gid, network, mounts, tmpfs }: ContainerSpec): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'desktop'],
    ...(network === 'none' ? ['--unshare-net'] : []),
    ...['--uid', String(uid), '--gid', String(gid), '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--clearenv', '--setenv', 'PATH', '/usr/bin:/bin', '--info-fd', String(INFO_FD)],
    ...['--ro-bind', '/usr', '/usr'],
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...ETC.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--ro-bind', process.execPath, '/opt/desktop/node'],
    ...[
      '--ro-bind',
      supervisorDir,
      '/opt/desktop/supervisor',
      '--symlink',
      'supervisor/init',
      '/opt/desktop/init',
    ],
    ...['--symlink', '/run/given/policies.json', '/etc/chromium/policies/managed/desktop.json'],
    ...['--symlink', '/run/given/openbox.xml', '/etc/desktop/openbox.xml'],
    ...tmpfs.flatMap(({ target, bytes }) => ['--size', String(bytes), '--tmpfs', target]),
    ...mounts.flatMap(({ source, target, readOnly }) => [readOnly ? '--ro-bind' : '--bind', source, target]),
    ...['--remount-ro', '/', '--', ...command],
  ];
}
