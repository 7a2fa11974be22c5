/** One set-up at a time in one clone: two first runs at once would tear each other's node_modules apart. */
import { existsSync, linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';

const POLL_MS = 500;

/** Runs `work` while this process alone holds `lockFile`. A lock whose process is gone is taken over. */
export async function withSetupLock(lockFile, work) {
  let told = false;
  while (!take(lockFile)) {
    if (!told) console.error('setup: another set-up runs in this folder, waiting for it');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const release = () => rmSync(lockFile, { force: true });
  process.on('exit', release);
  try {
    await work();
  } finally {
    release();
  }
}

function take(lockFile) {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lockFile); // atomic: fails when the lock exists
    return true;
  } catch {
    dropStale(lockFile);
    return false;
  } finally {
    unlinkSync(mine);
  }
}

function dropStale(lockFile) {
  try {
    const owner = Number(readFileSync(lockFile, 'utf8'));
    if (!existsSync(`/proc/${owner}`)) rmSync(lockFile, { force: true });
  } catch {
    // The owner released it between our two looks: the next try will tell.
  }
}
