import type { ContainerCreateOptions } from 'dockerode';
import type { DesktopLimits } from '../process/cgroups/desktop-limits.js';
import type { DesktopFolder } from '../process/supervisor/desktop-folder.js';
import { INSIDE, SOCKETS } from '../process/supervisor/init/inside-paths.js';
import { SHARES } from '../process/supervisor/sandbox-arguments.js';

const RUNTIME_BYTES = 16 * 1024 ** 2;

/** What our containers carry: whose they are, and which desktop. */
export const LABELS = {
  instance: 'onedollaragent.instance',
  desktop: 'onedollaragent.desktop',
} as const;

export const nameOf = (desktopId: string) => `desktop-${desktopId}`;

export interface DesktopContainer {
  desktopId: string;
  /** The instance that may adopt and end it. */
  instance: string;
  image: string;
  folder: DesktopFolder;
  owner: { uid: number; gid: number };
  limits: DesktopLimits;
  /** A seccomp profile as JSON. */
  seccomp: string;
  /** The init's settings, its link apart. */
  settings: object;
}

/**
 * A desktop as a container: no network at all, no capability, nothing writable but tmpfs with sizes, and one folder of
 * sockets shared with the host. The engine removes it when it ends, and keeps no log: what a customer's programs say is
 * theirs.
 */
export function desktopContainer(desktop: DesktopContainer): ContainerCreateOptions & { name: string } {
  const { desktopId, instance, image, folder, owner, limits, seccomp, settings } = desktop;
  const own = `uid=${owner.uid},gid=${owner.gid},mode=0700`;
  return {
    name: nameOf(desktopId),
    Image: image,
    Cmd: [JSON.stringify({ ...settings, link: `${INSIDE.sockets}/${SOCKETS.init}` })],
    User: `${owner.uid}:${owner.gid}`,
    Hostname: 'desktop',
    WorkingDir: INSIDE.home,
    Labels: { [LABELS.instance]: instance, [LABELS.desktop]: desktopId },
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', `seccomp=${seccomp}`],
      IpcMode: 'private',
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes, // both: no swap
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.pids,
      Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
      ShmSize: limits.memoryBytes * SHARES.shm,
      Tmpfs: {
        '/tmp': `rw,nosuid,nodev,size=${limits.memoryBytes * SHARES.tmp},mode=1777`,
        [INSIDE.home]: `rw,nosuid,nodev,size=${limits.memoryBytes * SHARES.home},${own}`,
        [INSIDE.runtime]: `rw,nosuid,nodev,size=${RUNTIME_BYTES},${own}`,
      },
      Mounts: [
        { Type: 'bind', Source: folder.sockets, Target: INSIDE.sockets },
        { Type: 'bind', Source: folder.given, Target: INSIDE.given, ReadOnly: true },
      ],
      LogConfig: { Type: 'none', Config: {} },
      AutoRemove: true,
    },
  };
}
