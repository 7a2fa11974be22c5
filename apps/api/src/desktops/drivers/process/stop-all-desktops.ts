import path from 'node:path';
import { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import { RunFolders } from './run-folders.js';
import { stopDesktop } from './stop-desktop.js';

/** Ends every desktop of the instance with this run directory. Needs neither the api nor the database. */
export async function stopAllDesktops(runDir: string): Promise<void> {
  const folders = new RunFolders(runDir);
  const cgroups = DesktopCgroups.open(path.basename(runDir));
  const outcomes = await Promise.allSettled(
    [...new Set([...folders.list(), ...cgroups.list()])].map((id) => stopDesktop(folders.of(id), cgroups)),
  );
  cgroups.close();
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
