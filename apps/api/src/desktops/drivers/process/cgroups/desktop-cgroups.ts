import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FreezerSpec, SandboxCgroup } from '../supervisor/sandbox-cgroup.js';
import { layoutOf, readHierarchies, type Control, type Hierarchy, type Layout } from './cgroup-layout.js';
import { ALL_PROCESSORS, LIMIT_FILES, type DesktopLimits } from './desktop-limits.js';
import { prepareHierarchy, type PreparedGroup } from './prepare-hierarchy.js';

/** What a desktop's supervisor may write to in the group of its sandbox: move it in, stop it, kill it. */
const DELEGATED = ['cgroup.procs', 'cgroup.freeze', 'cgroup.kill', 'freezer.state'];
const REMOVE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 5;

export interface DesktopCgroup {
  /** Groups that the supervisor is started in. */
  supervisor: string[];
  sandbox: SandboxCgroup;
}

/**
 * The control groups of an instance's desktops. In each hierarchy one group a desktop, with the limits, and below it one
 * for the supervisor and one for the sandbox: what freezes a sandbox must not freeze who thaws it. Where this user may
 * make no groups there are none, and everything here does nothing.
 */
export class DesktopCgroups {
  private constructor(
    readonly layout: Layout,
    private readonly groups: readonly PreparedGroup[],
  ) {}

  /** `accept` narrows what is used, for a look at what other machines do. */
  static open(instance: string, accept: (hierarchy: Hierarchy) => boolean = () => true): DesktopCgroups {
    const found = readHierarchies(read('/proc/self/mounts'), read('/proc/self/cgroup'));
    const hierarchies = found.filter(accept);
    const groups = hierarchies.flatMap((hierarchy) => {
      try {
        return [prepareHierarchy(hierarchy, instance)];
      } catch {
        return []; // not ours to write: `controls` says what is missing
      }
    });
    return new DesktopCgroups(layoutOf(hierarchies), groups);
  }

  get controls(): ReadonlySet<Control> {
    return new Set(this.groups.flatMap(({ controls }) => controls));
  }

  create(desktopId: string, uid: number, limits: DesktopLimits): DesktopCgroup {
    for (const { folder } of this.groups) {
      const group = path.join(folder, desktopId);
      const sandbox = path.join(group, 'sandbox');
      for (const made of [sandbox, path.join(group, 'supervisor')]) mkdirSync(made, { recursive: true });
      // a process may move within what it may write to, and from there nowhere else (cgroup-v2, delegation)
      const files = [path.join(group, 'cgroup.procs'), ...DELEGATED.map((name) => path.join(sandbox, name))];
      for (const file of files.filter((file) => existsSync(file))) chownSync(file, uid, -1);
    }
    this.limit(desktopId, limits);
    const inEach = (name: string) => this.groups.map(({ folder }) => path.join(folder, desktopId, name));
    return {
      supervisor: inEach('supervisor'),
      sandbox: { join: inEach('sandbox'), freezer: this.freezerOf(desktopId) },
    };
  }

  /** Sets the limits of a desktop that has its groups: they hold from now on. */
  limit(desktopId: string, limits: DesktopLimits): void {
    for (const { version, folder, controls } of this.groups) {
      for (const [file, value] of controls.flatMap((control) => LIMIT_FILES[version][control](limits))) {
        writeFileSync(path.join(folder, desktopId, file), value);
      }
    }
  }

  /** Ends everything in the desktop's groups, frozen or not. What is in there is the desktop's, whoever started it. */
  kill(desktopId: string): void {
    killAllIn(this.foldersOf(desktopId));
  }

  /** Ends everything in the sandbox, which dies at full speed; its supervisor lives on. */
  killSandbox(desktopId: string): void {
    for (const { version, folder, controls } of this.groups) {
      const [file, value] = ALL_PROCESSORS[version];
      if (controls.includes('cpu')) write(path.join(folder, desktopId, file), value);
    }
    killAllIn(this.foldersOf(desktopId, ['sandbox']));
  }
  /**
   * Resolves when the groups are gone and nothing that was in them lives.
   * @throws Error when something does
   */
  async remove(desktopId: string): Promise<void> {
    const giveUpAtMs = performance.now() + REMOVE_WITHIN_MS;
    for (const folder of this.foldersOf(desktopId)) {
      while (!removed(folder)) {
        if (performance.now() > giveUpAtMs) throw new Error(`${folder} is still in use`);
        this.kill(desktopId);
        await setTimeout(LOOK_EVERY_MS);
      }
    }
  }

  /** Desktops that have a group, alive or not. */
  list(): string[] {
    return [...new Set(this.groups.flatMap(({ folder }) => groupsIn(folder)))];
  }

  /** Every group of a desktop that is there, in whichever hierarchy. */
  found(): { desktopId: string; folder: string }[] {
    return this.groups.flatMap(({ folder }) =>
      groupsIn(folder).map((desktopId) => ({ desktopId, folder: path.join(folder, desktopId) })),
    );
  }

  /** Takes the instance's own groups away too, once nothing is in them. */
  close(): void {
    for (const { folder } of this.groups) if (removed(folder)) removed(path.dirname(folder));
  }

  private foldersOf(desktopId: string, names = ['sandbox', 'supervisor', '.']): string[] {
    return this.groups.flatMap(({ folder }) => names.map((name) => path.join(folder, desktopId, name)));
  }

  private freezerOf(desktopId: string): FreezerSpec {
    const able = this.groups.filter(({ controls }) => controls.includes('freezer'));
    const best = able.find(({ version }) => version === 2) ?? able[0];
    if (best === undefined) return { by: 'signals' };
    return {
      by: best.version === 2 ? 'cgroup-v2' : 'cgroup-v1',
      folder: path.join(best.folder, desktopId, 'sandbox'),
    };
  }
}

function killAllIn(folders: readonly string[]): void {
  for (const folder of folders) {
    write(path.join(folder, 'cgroup.kill'), '1');
    for (const pid of read(path.join(folder, 'cgroup.procs')).split('\n')) killProcess(Number(pid));
    write(path.join(folder, 'freezer.state'), 'THAWED'); // frozen there, it would not die
  }
}

function groupsIn(folder: string): string[] {
  if (!existsSync(folder)) return []; // closed
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function removed(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // no cgroups in this kernel
  }
}

function killProcess(pid: number): void {
  if (pid === 0) return; // an empty line: 0 would be our own process group
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it was quicker
  }
}

function write(file: string, value: string): void {
  try {
    writeFileSync(file, value, { flag: 'r+' });
  } catch {
    // not a file of this hierarchy, or gone
  }
}
