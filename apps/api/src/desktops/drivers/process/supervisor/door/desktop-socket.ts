import { closeSync, constants, fstatSync, openSync } from 'node:fs';

const O_PATH = 0o10_000_000; // open(2): a name for the file, not its contents; Node has no constant for it

/**
 * Where to connect to for the socket at `path`, and how to let go of it. Such a socket lies where programs of the
 * desktop can put something else in its place: whatever is no socket of `uid`'s is refused, and the path returned means
 * the very file that was looked at, so that swapping it in between does not help (case V8).
 * @throws Error when it is not there or not what it should be
 */
export function desktopSocket(path: string, uid: number): { path: string; close(): void } {
  const file = openSync(path, O_PATH | constants.O_NOFOLLOW);
  const found = fstatSync(file);
  if (found.isSocket() && found.uid === uid) {
    let isOpen = true;
    const close = () => {
      if (isOpen) closeSync(file); // a second time it may be somebody else's number
      isOpen = false;
    };
    return { path: `/proc/self/fd/${file}`, close };
  }
  closeSync(file);
  throw new Error('not a socket of the desktop');
}
