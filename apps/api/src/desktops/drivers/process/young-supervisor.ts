import type { ChildProcess } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ControlLink } from './control-link.js';
import { hasEnded } from './launch-supervisor.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';

const LOOK_EVERY_MS = 5;
const LOG_TAIL_CHARACTERS = 2_000;

/**
 * The first thing a supervisor does is listen; that takes as long as Node takes to start.
 * @throws Error when it ends before, or takes too long
 */
export async function openWhenListening(
  folder: DesktopFolder,
  supervisor: ChildProcess,
  timeoutMs: number,
): Promise<ControlLink> {
  const giveUpAtMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await ControlLink.open(folder.control);
    } catch (error) {
      if (hasEnded(supervisor) || performance.now() > giveUpAtMs) throw error;
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}

/** Less than a supervisor writes before its first word. */
const NO_ROOM_BYTES = 16 * 1024;

/** A supervisor's last words. On a full disk it can write none: then they are the kernel's. */
export function tailOf(folder: DesktopFolder): string {
  try {
    const words = readFileSync(folder.log, 'utf8').slice(-LOG_TAIL_CHARACTERS).trim();
    const { bavail, bsize } = statfsSync(folder.path);
    return words === '' && bavail * bsize < NO_ROOM_BYTES ? 'ENOSPC' : words;
  } catch {
    return ''; // it was stopped meanwhile
  }
}
