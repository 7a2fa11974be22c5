import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** What a host has of one instance, seen without a line of the product's own code: sorted, one line a thing. */
export type HostScan = Record<
  'processes' | 'mounts' | 'namespaces' | 'shm' | 'tmp' | 'sockets' | 'cgroups' | 'folders' | 'users',
  string[]
>;

/** Namespaces that are nobody's but this host's own. */
const KINDS = ['mnt', 'net', 'pid', 'ipc', 'uts', 'user', 'cgroup'];
/** Uids that desktops are given. */
const isDesktopUid = (uid: number) => uid >= 300_000 && uid < 500_000;

/**
 * Looks in /proc, /dev/shm, /tmp and the control groups for whatever belongs to the instance with that run folder: by the
 * folder's name in command lines, mounts, sockets and groups, by the uids of processes below those, and by the
 * namespaces they are in.
 */
export function scanHost(runDir: string): HostScan {
  const desktops = path.join(runDir, 'desktops');
  const processes = pids().map((pid) => ({ pid, parent: parentOf(pid), line: read(`/proc/${pid}/cmdline`) }));
  const roots = processes.filter(({ line }) => line.includes(desktops)).map(({ pid }) => pid);
  const ours = new Set(roots);
  for (let grown = true; grown;) {
    const before = ours.size;
    for (const { pid, parent } of processes) if (ours.has(parent)) ours.add(pid);
    grown = ours.size > before;
  }
  ours.delete(process.pid);
  const own = new Set(KINDS.map((kind) => namespace('self', kind)));
  const namespaces = [...ours].flatMap((pid) => KINDS.map((kind) => namespace(pid, kind)));
  return {
    processes: unique([...ours].map(String)),
    mounts: unique(
      read('/proc/self/mountinfo')
        .split('\n')
        .filter((line) => line.includes(runDir) || line.includes('nsfs')),
    ),
    namespaces: unique(namespaces.filter((name) => name !== '' && !own.has(name))),
    shm: unique(ownedByDesktops('/dev/shm')),
    tmp: unique(ownedByDesktops('/tmp')),
    sockets: unique(
      read('/proc/net/unix')
        .split('\n')
        .flatMap((line) => line.match(/\S*desktops\/[0-9a-f-]{36}\S*/)?.[0] ?? [])
        .filter((name) => name.startsWith(runDir)),
    ),
    cgroups: unique(groupsNamed(path.basename(runDir)).flatMap((group) => folders(group))),
    folders: unique(list(desktops)),
    users: unique(
      [...ours]
        .map((pid) => uidOf(pid))
        .filter(isDesktopUid)
        .map(String),
    ),
  };
}

function groupsNamed(instance: string): string[] {
  return folders('/sys/fs/cgroup')
    .flatMap((top) => [top, ...folders(top)])
    .concat('/sys/fs/cgroup')
    .map((top) => path.join(top, 'onedollaragent', instance));
}

function folders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}

const unique = (names: readonly string[]) => [...new Set(names)].sort();
const pids = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Others use these folders too: what lies there is a desktop's when its uid is. */
function ownedByDesktops(folder: string): string[] {
  return list(folder).filter((name) =>
    isDesktopUid(lstatSync(path.join(folder, name), { throwIfNoEntry: false })?.uid ?? 0),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function namespace(pid: number | 'self', kind: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return '';
  }
}

const parentOf = (pid: number) => Number(/^PPid:\t(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
const uidOf = (pid: number) => Number(/^Uid:\t(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** How many descriptors a process has open. */
export function descriptorsOf(pid: number): number {
  return list(`/proc/${pid}/fd`).length;
}
