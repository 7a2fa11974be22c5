import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_TIMEOUT_MS = 10_000;

/**
 * Ends a server that an instance killed by force left on `dataDir`. The caller holds the data folder's lock, so
 * whoever serves it has lost its owner.
 */
export async function endOrphan(dataDir: string): Promise<void> {
  const pid = serverPid(dataDir);
  if (pid === undefined || !runsOn(pid, dataDir)) return;
  process.kill(pid, 'SIGINT'); // fast shutdown: disconnects clients, no recovery needed
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (runsOn(pid, dataDir)) {
    if (performance.now() > deadline)
      throw new Error(`the database left behind as process ${pid} does not stop`);
    await sleep(50);
  }
}

function serverPid(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined; // shut down cleanly, or never started
  }
}

function runsOn(pid: number, dataDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataDir);
  } catch {
    return false; // gone
  }
}
