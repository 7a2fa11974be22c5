import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { INSIDE, SOCKETS } from './inside-paths.js';
import { xvnc, type ClipboardWay } from './programs.js';

const run = promisify(execFile);

let folder: string;
let display: string;
let server: ChildProcess;

/**
 * Far from the numbers that displays choose for themselves: one of another test, on an abstract socket of the same number,
 * would be asked in this one's place.
 */
const NUMBER = 10_000 + (process.pid % 40_000);

/** The display as a desktop has it, but for where its socket lies, its cookie, and its number. */
async function start(clipboard: ClipboardWay, change: (arg: string) => string = (arg) => arg): Promise<void> {
  const { path: program, args } = xvnc({ width: 320, height: 200 }, clipboard);
  const here = args
    .slice(1)
    .filter((arg) => arg !== '-auth' && arg !== INSIDE.xauthority)
    .map((arg) => change(arg.replace(`${INSIDE.sockets}/${SOCKETS.rfb}`, path.join(folder, 'rfb.sock'))));
  server = spawn(program, [`:${NUMBER}`, ...here], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const told = server.stdio[3];
  if (!told) throw new Error('no descriptor 3');
  const [outcome] = await Promise.race([once(told, 'data'), once(server, 'exit')]);
  if (!Buffer.isBuffer(outcome)) throw new Error(`no display: ${String(outcome)}`);
  display = `:${outcome.toString().trim()}`;
}

/** What a program inside may do: set a parameter, and read what it is then. */
async function set(name: string, value: string): Promise<string> {
  await run('vncconfig', ['-display', display, '-set', `${name}=${value}`]).catch(() => undefined);
  const { stdout } = await run('vncconfig', ['-display', display, '-get', name]);
  return stdout.trim();
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'clipboard-lock-'));
});

afterEach(async () => {
  const gone = once(server, 'exit');
  server.kill();
  await gone;
  rmSync(folder, { recursive: true });
});

it('no program inside switches a closed clipboard on again (case V20)', async () => {
  await start('none');
  for (const name of ['SendCutText', 'AcceptCutText', 'SendPrimary', 'SetPrimary'])
    expect([name, await set(name, '1')]).toEqual([name, '0']);
});

it('the pace stays ours to set while the display runs', async () => {
  await start('none');
  expect(await set('FrameRate', '120')).toBe('120');
});

it('it is the lock that keeps it so: where the parameter may be overridden it is', async () => {
  await start('none', (arg) => (arg.startsWith('-AllowOverride') ? `${arg},SendCutText` : arg));
  expect(await set('SendCutText', '1')).toBe('1');
});
