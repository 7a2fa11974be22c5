import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { identify, isAlive, uidOf } from './process-identity.js';

const NO_PID = 2 ** 22 + 1; // above the largest pid_max

it('knows nothing of a process that is not there', () => {
  expect(identify(NO_PID)).toBeNull();
  expect(uidOf(NO_PID)).toBeNull();
});

it('does not take another process with the same pid for the one it was', () => {
  const me = identify(process.pid);
  expect(me).toMatchObject({ pid: process.pid });
  expect(isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
});

it('calls a process alive until it is dead', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const identity = identify(child.pid ?? NO_PID) ?? { pid: NO_PID, startTime: '' };
  expect(isAlive(identity)).toBe(true);
  expect(uidOf(identity.pid)).toBe(process.getuid?.());
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(identity)).toBe(false);
});
