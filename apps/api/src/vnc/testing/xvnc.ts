import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { vncAuthenticationResponse } from '#rfb';

/** Every VNC since 1998 keeps passwords encrypted with this key. */
const FILE_KEY = String.fromCharCode(0x17, 0x52, 0x6b, 0x06, 0x23, 0x4e, 0x58, 0x07);

/** A real Xvnc without programs in it, on a Unix socket. */
export class Xvnc {
  private constructor(
    readonly path: string,
    private readonly process: ChildProcess,
  ) {}

  /** `retro`: with the pattern and the pointer that X servers once began with, so that there is something to see. */
  static async start({ password, retro }: { password?: string; retro?: boolean } = {}): Promise<Xvnc> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'xvnc-'));
    const socket = path.join(folder, 'rfb.sock');
    const security =
      password === undefined
        ? ['-SecurityTypes', 'None']
        : ['-SecurityTypes', 'VncAuth', '-rfbauth', await passwordFile(folder, password)];
    const child = spawn(
      'Xvnc',
      // the number of the display is its own choice, told on descriptor 3 once it serves
      [
        '-displayfd',
        '3',
        '-geometry',
        '320x200',
        '-depth',
        '24',
        '-rfbport',
        '-1',
        '-rfbunixpath',
        socket,
      ].concat(security, retro ? ['-retro'] : [], [
        '-nolisten',
        'tcp',
        '-nolisten',
        'local',
        '-AlwaysShared',
        '-noreset',
      ]),
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    );
    const ready = child.stdio[3];
    if (!ready) throw new Error('no descriptor 3');
    const [outcome] = await Promise.race([once(ready, 'data'), once(child, 'exit')]);
    if (!Buffer.isBuffer(outcome)) throw new Error(`Xvnc did not start: ${String(outcome)}`);
    return new Xvnc(socket, child);
  }

  /** What of its memory is not a file's: `RssAnon` and `RssShmem` of proc(5). */
  memoryBytes(): number {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    const kib = ['RssAnon', 'RssShmem'].map((name) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]),
    );
    return 1_024 * kib.reduce((sum, value) => sum + value, 0);
  }

  async stop(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill();
    await gone;
    await rm(path.dirname(this.path), { recursive: true, force: true });
  }
}

async function passwordFile(folder: string, password: string): Promise<string> {
  const file = path.join(folder, 'passwd');
  const padded = Buffer.alloc(16);
  padded.write(password, 'latin1');
  await writeFile(file, vncAuthenticationResponse(FILE_KEY, padded).subarray(0, 8), { mode: 0o600 });
  return file;
}
