import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import { ControlLink } from './control-link.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';
import { identify, isAlive, uidOf, type ProcessIdentity } from './supervisor/process-identity.js';

const ASK_FOR_MS = 1_000; // it takes 50 ms; a revocation waits 2 s
const DIE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 5;

/**
 * Ends a desktop and resolves when nothing of it is left: its supervisor is asked, and killed when it does not obey,
 * which the kernel turns into the death of everything below it. Needs no record but the folder; for a desktop that is
 * gone it only tidies up. `hear` is given the connection that the supervisor's last words come over.
 * @throws Error when a process survives: then the folder stays, for another try
 */
export async function stopDesktop(
  folder: DesktopFolder,
  cgroups: DesktopCgroups,
  hear: (link: ControlLink) => void = () => {},
): Promise<void> {
  const id = path.basename(folder.path);
  const known = processesOf(folder);
  await ask(folder, hear, () => cgroups.killSandbox(id));
  await killAll(folder, known, () => cgroups.kill(id));
  rmSync(folder.path, { recursive: true, force: true });
  await cgroups.remove(id);
}

/**
 * Told to stop, a supervisor hangs up when the desktop is gone. It may have to share its processors with somebody who
 * takes them all: what it is to end is ended meanwhile.
 */
async function ask(
  folder: DesktopFolder,
  hear: (link: ControlLink) => void,
  killSandbox: () => void,
): Promise<void> {
  try {
    const link = await ControlLink.open(folder.control);
    hear(link);
    link.send({ type: 'stop' });
    killSandbox();
    await link.closed(ASK_FOR_MS);
    link.close();
  } catch {
    // nobody listens: there is no supervisor, or it is too young or too ill to be asked
  }
}

/** Looks again each time: a process that was just being started may have started another. */
async function killAll(
  folder: DesktopFolder,
  known: readonly ProcessIdentity[],
  killGroup: () => void,
): Promise<void> {
  const giveUpAtMs = performance.now() + DIE_WITHIN_MS;
  for (;;) {
    const left = [...known, ...processesOf(folder)].filter(isAlive);
    if (left.length === 0) return;
    if (performance.now() > giveUpAtMs) throw new Error('a process of the desktop survives');
    for (const { pid } of left) kill(pid);
    killGroup();
    await setTimeout(LOOK_EVERY_MS);
  }
}

/**
 * The supervisor and the first process of the sandbox, by what the supervisor wrote down, and those that name the
 * folder in their command line, for a supervisor that has not come that far. Of the folder's owner only: nothing that
 * stands in a file can make us kill somebody else's process.
 */
function processesOf(folder: DesktopFolder): ProcessIdentity[] {
  const owner = statSync(folder.path, { throwIfNoEntry: false })?.uid;
  const named = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).some((part) => part.startsWith(folder.path)))
    .map((pid) => identify(Number(pid)));
  return [...recorded(folder), ...named]
    .filter((found) => found !== null)
    .filter(({ pid }) => uidOf(pid) === owner && pid !== process.pid);
}

function recorded(folder: DesktopFolder): ProcessIdentity[] {
  try {
    return Object.values(
      JSON.parse(readFileSync(folder.processes, 'utf8')) as Record<string, ProcessIdentity>,
    );
  } catch {
    return []; // it did not come that far, or is gone altogether
  }
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // gone since it was listed
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it was quicker
  }
}
