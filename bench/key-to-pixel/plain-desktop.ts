import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  chromium,
  openbox,
  type Geometry,
} from '../../apps/api/src/desktops/drivers/process/supervisor/init/programs.js';
import { OPENBOX_CONFIG } from '../../apps/api/src/desktops/drivers/process/supervisor/openbox-config.js';

/** What belongs to our sandbox: its paths, its way out, its ports. */
const OF_THE_SANDBOX = /^--(user-data-dir|proxy-|remote-debugging-)/;

export interface PlainDesktop {
  readonly xvncPid: number;
  readonly socket: string;
  stop(): Promise<void>;
}

/** Xvnc with its defaults, and in it what our desktops have: the same window manager, the same Chromium with the same arguments. */
export async function startPlainDesktop(folder: string, size: Geometry, url: string): Promise<PlainDesktop> {
  const socket = path.join(folder, 'rfb.sock');
  const { xvnc, display } = await startXvnc(socket, size);
  const environment = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', DISPLAY: display };
  const config = path.join(folder, 'openbox.xml');
  await writeFile(config, OPENBOX_CONFIG);
  const start = (program: string, args: string[]) =>
    spawn(program, args, { env: environment, stdio: 'ignore' });
  const browser = chromium(size, { open: url });
  const programs = [
    start(openbox.path, ['--sm-disable', '--config-file', config]),
    start(browser.path, [
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []), // the second takes away the bar that the first brings
      `--user-data-dir=${path.join(folder, 'profile')}`,
      ...browser.args.filter((argument) => !OF_THE_SANDBOX.test(argument)),
    ]),
  ];
  return {
    xvncPid: xvnc.pid ?? Number.NaN,
    socket,
    stop: async () => {
      for (const child of [...programs.reverse(), xvnc]) await end(child);
    },
  };
}

async function startXvnc(
  socket: string,
  { width, height }: Geometry,
): Promise<{ xvnc: ChildProcess; display: string }> {
  const xvnc = spawn(
    'Xvnc',
    // prettier-ignore
    ['-displayfd', '3', '-geometry', `${width}x${height}`, '-depth', '24', '-SecurityTypes', 'None',
     '-rfbport', '-1', '-rfbunixpath', socket],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const told = xvnc.stdio[3];
  if (!told) throw new Error('no descriptor 3');
  const [display] = (await once(told, 'data')) as [Buffer];
  return { xvnc, display: `:${display.toString().trim()}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
