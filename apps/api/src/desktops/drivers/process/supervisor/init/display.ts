import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { ENVIRONMENT } from './environment.js';
import { INSIDE } from './inside-paths.js';
import { xvnc, type ClipboardWay, type Geometry } from './programs.js';
import { xauthorityFile } from './xauthority.js';

/** Starts Xvnc and resolves when clients can open the display. `ended` is called once, whenever and however it ends. */
export function startDisplay(
  geometry: Geometry,
  clipboard: ClipboardWay,
  ended: (exit: string) => void,
): Promise<void> {
  mkdirSync('/tmp/.X11-unix', { mode: 0o1777 });
  writeFileSync(INSIDE.xauthority, xauthorityFile(randomBytes(16), os.hostname()), { mode: 0o600 });

  const { path, args } = xvnc(geometry, clipboard);
  const child = spawn(path, args, { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  child.once('error', (error) => ended(error.message));
  child.once('exit', (code, signal) => ended(signal ?? `exit ${code}`));
  return new Promise((resolve) => child.stdio[3]?.once('data', () => resolve()));
}
