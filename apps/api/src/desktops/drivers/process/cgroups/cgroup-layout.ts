export type Control = 'memory' | 'cpu' | 'pids' | 'freezer';

/** A cgroup hierarchy of this host and the group in it that this process is in. */
export interface Hierarchy {
  version: 1 | 2;
  mount: string;
  /** As the kernel calls the group; in a container that may be a path the mount does not show. */
  group: string;
  /** What a v1 hierarchy controls by being mounted. A v2 one says so in its files, apart from the freezer. */
  controls: Control[];
}

export type Layout = 'none' | 'v1' | 'hybrid' | 'v2';

const CONTROLS: readonly Control[] = ['memory', 'cpu', 'pids', 'freezer'];

/** Reads `/proc/self/mounts` and `/proc/self/cgroup` (cgroups(7)). What controls nothing of interest is left out. */
export function readHierarchies(mounts: string, membership: string): Hierarchy[] {
  const mounted = mounts.split('\n').map((line) => line.split(' '));
  return membership.split('\n').flatMap((line) => {
    const [, names = '', ...rest] = line.split(':');
    if (rest.length === 0) return [];
    const version = names === '' ? 2 : 1;
    const controls = CONTROLS.filter((control) => names.split(',').includes(control));
    const mount = mounted.find(([, , type, options = '']) =>
      version === 2 ? type === 'cgroup2' : type === 'cgroup' && sharesOne(options.split(','), controls),
    )?.[1];
    if (mount === undefined) return [];
    return [{ version, mount, group: rest.join(':'), controls: version === 2 ? ['freezer'] : controls }];
  });
}

export function layoutOf(hierarchies: readonly Hierarchy[]): Layout {
  const [v1, v2] = [1, 2].map((version) => hierarchies.some((each) => each.version === version));
  if (v1 === true) return v2 === true ? 'hybrid' : 'v1';
  return v2 === true ? 'v2' : 'none';
}

function sharesOne(options: readonly string[], controls: readonly Control[]): boolean {
  return controls.some((control) => options.includes(control));
}
