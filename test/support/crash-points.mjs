/**
 * Loaded before the built product (`node --import`): the process is killed at the point that the file CRASH_AT_FILE names,
 * once; or at each CRASH_AT. The product itself reads neither: without this file nothing listens to crash points.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { env, kill, pid } from 'node:process';
import { listenToCrashPoints } from '../../dist/apps/api/src/kernel/listen-to-crash-points.js';

const { CRASH_AT: always, CRASH_AT_FILE: file } = env;

listenToCrashPoints((point) => {
  const isOnce = file !== undefined && existsSync(file) && readFileSync(file, 'utf8') === point;
  if (isOnce) rmSync(file);
  if (isOnce || point === always) kill(pid, 'SIGKILL');
});
