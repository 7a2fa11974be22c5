import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { desktopUid } from './desktop-uid.js';
import { hasEnded } from './launch-supervisor.js';
import { OutputTail } from './supervisor/output-tail.js';

const INSIDE = '/run/canary';
const START_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 10;

/**
 * A small Xvnc that nobody is given, so that a health check is a real handshake also while no desktop runs. Started when
 * it is first asked for, kept until this process ends, sealed as a desktop is and without any network.
 */
export class CanaryDisplay {
  private readonly folder: string;
  private display: ChildProcess | null = null;

  constructor(runDir: string) {
    this.folder = path.join(runDir, 'canary');
  }

  /**
   * Where it answers.
   * @throws Error when it does not start
   */
  async socket(): Promise<string> {
    const socket = path.join(this.folder, 'rfb.sock');
    if (this.display !== null && !hasEnded(this.display) && existsSync(socket)) return socket;
    this.stop();
    const uid = desktopUid(randomUUID());
    mkdirSync(path.dirname(this.folder), { recursive: true, mode: 0o711 }); // as root the display is another user
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    chownSync(this.folder, uid, -1);
    const display = (this.display = launch(uid, this.folder));
    const complaints = display.stderr && new OutputTail(display.stderr);
    const giveUpAtMs = performance.now() + START_WITHIN_MS;
    while (!existsSync(socket)) {
      if (hasEnded(display) || performance.now() > giveUpAtMs)
        throw new Error(`no display can be started: ${String(complaints).trim()}`);
      await setTimeout(LOOK_EVERY_MS);
    }
    return socket;
  }

  stop(): void {
    this.display?.kill('SIGKILL');
    this.display = null;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function launch(uid: number, folder: string): ChildProcess {
  const user = [
    '/usr/bin/setpriv',
    `--reuid=${uid}`,
    `--regid=${uid}`,
    '--clear-groups',
    '--no-new-privs',
    '--',
  ];
  const sandbox = [
    ...[
      '/usr/bin/bwrap',
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      '--clearenv',
      '--cap-drop',
      'ALL',
    ],
    ...['--ro-bind', '/usr', '/usr', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...['--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache', '--bind', folder, INSIDE, '--'],
  ];
  const xvnc = [
    ...['/usr/bin/Xtigervnc', ':0', '-geometry', '16x16', '-depth', '24', '-SecurityTypes', 'None'],
    ...['-rfbport', '-1', '-rfbunixpath', `${INSIDE}/rfb.sock`, '-rfbunixmode', '0600'],
    ...['-nolisten', 'tcp', '-nolisten', 'local', '-UseBlacklist=0'],
  ];
  const [command = '', ...args] = [...(process.getuid?.() === 0 ? user : []), ...sandbox, ...xvnc];
  const display = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: {}, cwd: '/' });
  display.once('error', () => {}); // it then has no pid, which `hasEnded` sees
  display.unref();
  return display;
}
