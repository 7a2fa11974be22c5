import type { Trace } from '../../../trace.js';
import type { DesktopCgroups } from '../cgroups/desktop-cgroups.js';

/** A desktop's group in each hierarchy: it stays until it is removed, with or without a process in it. */
export function cgroupTraces(cgroups: DesktopCgroups): Trace[] {
  return cgroups.found().map(({ desktopId, folder }) => ({ kind: 'cgroup', id: folder, desktopId }));
}
