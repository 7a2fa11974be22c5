import { spawn } from 'node:child_process';
import { ENVIRONMENT } from './environment.js';
import type { Report } from './report.js';

/** Behind Debian's alternatives, whose links are not in the sandbox. */
const VNCCONFIG = '/usr/bin/tigervncconfig';
const SLOWEST = 1;
const FASTEST = 1000;

/** Xvnc's FrameRate, the one parameter that may change while it runs: the most updates it sends in a second. */
export function setFrameRate(framesPerSecond: number, report: Report): void {
  const rate = Math.round(Math.min(Math.max(framesPerSecond, SLOWEST), FASTEST));
  const args = ['-set', `FrameRate=${rate}`];
  const vncconfig = spawn(VNCCONFIG, args, { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'inherit'] });
  vncconfig.once('error', () => {}); // a machine without it keeps one pace
  vncconfig.once('exit', (code) => {
    if (code === 0) report({ type: 'paced', framesPerSecond: rate });
  });
}
