import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { desktopFolder, type DesktopFolder } from './supervisor/desktop-folder.js';
import { whyNotStarted } from './why-not-started.js';

/** sun_path of a Unix socket, less its closing zero byte (unix(7)). */
const LONGEST_SOCKET_PATH = 107;
const AN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The folders of all desktops of one instance, below its run directory. */
export class RunFolders {
  readonly root: string;

  constructor(runDir: string) {
    this.root = path.join(runDir, 'desktops');
  }

  /** @throws Error for what is no id: a path is never made of anything else */
  of(desktopId: string): DesktopFolder {
    if (!AN_ID.test(desktopId)) throw new Error('not the id of a desktop');
    return desktopFolder(path.join(this.root, desktopId));
  }

  /**
   * Leaves nothing when it fails.
   * @throws Error with what can be done: it is there already, belongs to somebody else, its path is too long, no space
   */
  create(desktopId: string, uid: number): DesktopFolder {
    const folder = this.of(desktopId);
    try {
      this.make(folder, uid);
      return folder;
    } catch (cause) {
      throw new Error(whyNotStarted(cause, cause instanceof Error ? cause.message : String(cause)), {
        cause,
      });
    }
  }

  private make(folder: DesktopFolder, uid: number): void {
    if (Buffer.byteLength(folder.egress) > LONGEST_SOCKET_PATH) {
      throw new Error(`${this.root} is too long a path for sockets: choose a shorter TMPDIR, or run as root`);
    }
    mkdirSync(this.root, { recursive: true, mode: 0o711 });
    assertOurs(this.root);
    mkdirSync(folder.path, { mode: 0o700 }); // one that is there already is somebody's: it stays
    try {
      for (const name of [folder.sockets, folder.given]) mkdirSync(name, { mode: 0o700 });
      const gid = uid === process.getuid?.() ? (process.getgid?.() ?? uid) : uid;
      for (const name of [folder.path, folder.sockets, folder.given]) chownSync(name, uid, gid);
    } catch (error) {
      rmSync(folder.path, { recursive: true, force: true });
      throw error;
    }
  }

  list(): string[] {
    try {
      return readdirSync(this.root).filter((name) => AN_ID.test(name));
    } catch {
      return []; // no desktop was ever started here
    }
  }
}

/** In /tmp somebody else may have made the folder first. */
function assertOurs(root: string): void {
  const found = lstatSync(root);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${root} belongs to somebody else`);
  }
  chmodSync(root, 0o711); // each desktop's uid passes through and lists nothing
}
