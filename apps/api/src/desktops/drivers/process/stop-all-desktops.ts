import { RunFolders } from './run-folders.js';
import { stopDesktop } from './stop-desktop.js';

/** Ends every desktop of the instance with this run directory. Needs neither the api nor the database. */
export async function stopAllDesktops(runDir: string): Promise<void> {
  const folders = new RunFolders(runDir);
  const outcomes = await Promise.allSettled(folders.list().map((id) => stopDesktop(folders.of(id))));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
