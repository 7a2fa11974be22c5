import { close, constants, fstatSync, openSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { DesktopEndpoint } from './desktop-endpoint.js';

const O_PATH = 0o10_000_000; // open(2): a name for the file, not its contents; Node has no constant for it

const CONNECT_TIMEOUT_MS = 3_000;

/**
 * A connection to a desktop, flowing stopped until somebody reads. A Unix socket lies where programs of the desktop can
 * put something else in its place: whatever is no socket of the folder's owner is refused, and what is dialled is the
 * very file that was looked at, so that swapping it in between does not help (case V8). With `onread` the socket is read
 * into memory of the caller's, as net.connect describes it.
 * @throws Error when the desktop cannot be reached or is not what it should be
 */
export async function connectDesktop(
  endpoint: DesktopEndpoint,
  onread?: net.OnReadOpts,
): Promise<net.Socket> {
  if (endpoint.kind === 'tcp') return dial({ host: endpoint.host, port: endpoint.port }, onread);
  const file = openSocketFile(endpoint.path);
  return dial({ path: `/proc/self/fd/${file}` }, onread).finally(() => close(file));
}

function openSocketFile(socketPath: string): number {
  const file = openSync(socketPath, O_PATH | constants.O_NOFOLLOW);
  const found = fstatSync(file);
  const folder = statSync(path.dirname(socketPath));
  if (found.isSocket() && found.uid === folder.uid) return file;
  close(file);
  throw new Error('not a socket of the desktop');
}

function dial(to: net.NetConnectOpts, onread: net.OnReadOpts | undefined): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ ...to, noDelay: true, ...(onread && { onread }) });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('the desktop does not answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
