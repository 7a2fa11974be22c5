import { readdirSync, readFileSync } from 'node:fs';

/** How Chromium names the process of its that plays. */
const PLAYS = '--utility-sub-type=audio.mojom.AudioService';

/**
 * Has Chromium start its player anew, which it does as soon as a page plays again. The old one holds a connection to a
 * PulseAudio that is gone, and would stay silent for as long as it lives.
 */
export function restartAudioService(): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if (commandLine(pid).includes(PLAYS)) end(Number(pid));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone since it was listed
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // it was quicker
  }
}
