import type { Trace } from '../../../trace.js';
import type { DesktopCgroups } from '../cgroups/desktop-cgroups.js';
import { isDesktopUid } from '../desktop-uid.js';
import { RunFolders } from '../run-folders.js';
import { uidOf } from '../supervisor/process-identity.js';
import { cgroupTraces } from './cgroup-traces.js';
import { fileTraces } from './file-traces.js';
import { hostProcesses } from './host-process.js';
import { mountTraces } from './mount-traces.js';
import { namespaceTraces } from './namespace-traces.js';
import { ownersOf } from './owners.js';
import type { OwnedProcess } from './owned-process.js';
import { processTraces } from './process-traces.js';
import { socketTraces } from './socket-traces.js';
import { userTraces } from './user-traces.js';

/**
 * Everything on this host that carries the mark of this instance's desktops, or of one of them: looked up in the kernel
 * and on the disk, whatever any record of ours says.
 */
export async function takeInventory(
  folders: RunFolders,
  cgroups: DesktopCgroups,
  desktopId?: string,
): Promise<Trace[]> {
  const isAsked = (id: string) => desktopId === undefined || id === desktopId;
  const owned = (await ownedProcesses(folders.root)).filter((each) => isAsked(each.desktopId));
  const lying = folders.list().filter(isAsked);
  const users = userTraces(owned, folders.root, lying);
  const traces = [
    ...processTraces(owned),
    ...socketTraces(folders.root, lying),
    ...mountTraces(owned, folders.root),
    ...namespaceTraces(owned),
    ...cgroupTraces(cgroups),
    ...fileTraces(folders.root, lying, users),
    ...users,
  ];
  return traces.filter((trace) => isAsked(trace.desktopId));
}

async function ownedProcesses(root: string): Promise<OwnedProcess[]> {
  const all = (await hostProcesses()).filter(({ pid }) => pid !== process.pid);
  const owners = ownersOf(all, root, (pid) => isDesktopUid(uidOf(pid)));
  return all.flatMap((each) => {
    const desktopId = owners.get(each.pid);
    return desktopId === undefined ? [] : [{ ...each, desktopId }];
  });
}
