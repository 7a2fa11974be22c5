import { rmSync } from 'node:fs';
import type { Trace } from '../../../trace.js';
import type { DesktopCgroups } from '../cgroups/desktop-cgroups.js';
import { isAlive } from '../supervisor/process-identity.js';

/**
 * Ends and deletes what a look has found of desktops that nobody owns. Processes by pid and start time, so that none
 * that took over a number is hit; mounts, namespaces and users go with the last process that has them.
 * @throws Error when something in a control group stays alive
 */
export async function removeTraces(traces: readonly Trace[], cgroups: DesktopCgroups): Promise<void> {
  const grouped = new Set(traces.filter(({ kind }) => kind === 'cgroup').map(({ desktopId }) => desktopId));
  for (const desktopId of grouped) cgroups.kill(desktopId);
  for (const { kind, id } of traces) {
    if (kind === 'process') killProcess(id);
    if (kind === 'file' || kind === 'socket') rmSync(id, { recursive: true, force: true });
  }
  for (const desktopId of grouped) await cgroups.remove(desktopId);
}

function killProcess(id: string): void {
  const [pid = '', startTime = ''] = id.split('.');
  if (!isAlive({ pid: Number(pid), startTime })) return;
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // it was quicker
  }
}
