import { statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDoor } from './connect-door.js';
import type { DesktopEndpoint } from './desktop-endpoint.js';
import { SOUND_SOCKET } from './drivers/process/supervisor/desktop-folder.js';
import { desktopSocket } from './drivers/process/supervisor/door/desktop-socket.js';
import { SOCKETS } from './drivers/process/supervisor/init/inside-paths.js';
import { established } from './established.js';

const KNOCK_EVERY_MS = 25;
/** For two seconds: a viewer's handshake has five. */
const MOST_KNOCKS = 80;

/**
 * A connection to a desktop, flowing stopped until somebody reads. A Unix socket must be one of the folder's owner (case
 * V8). With `onread` the socket is read into memory of the caller's, as net.connect describes it.
 * @throws Error when the desktop cannot be reached or is not what it should be
 */
export async function connectDesktop(
  endpoint: DesktopEndpoint,
  onread?: net.OnReadOpts,
): Promise<net.Socket> {
  const options = { noDelay: true, ...(onread && { onread }) };
  if (endpoint.kind === 'door') return connectDoor(endpoint, 'rfb', options);
  if (endpoint.kind === 'tcp') {
    return established(net.connect({ host: endpoint.host, port: endpoint.port, ...options }));
  }
  return connectBeside(endpoint.path, options);
}

/**
 * A connection to the file server of a desktop that we started.
 * @throws Error when it cannot be reached or is not what it should be; a server of somebody else's has none
 */
export async function connectFiles(endpoint: DesktopEndpoint): Promise<net.Socket> {
  if (endpoint.kind === 'door') return connectDoor(endpoint, 'files');
  if (endpoint.kind === 'tcp') throw new Error('this desktop has no file server');
  return connectBeside(path.join(path.dirname(endpoint.path), SOCKETS.files));
}

/**
 * A connection on which the sound of a desktop on this host comes, in the frames of `soundFrame`.
 * @throws Error when it cannot be reached or is not what it should be
 */
export async function connectSound(endpoint: DesktopEndpoint): Promise<net.Socket> {
  if (endpoint.kind !== 'unix') throw new Error('this desktop has no sound');
  return connectBeside(path.join(path.dirname(path.dirname(endpoint.path)), SOUND_SOCKET));
}

/** A desktop lets only so many wait at its door (Xvnc: five); who comes when all viewers come at once knocks again. */
async function connectBeside(
  socketPath: string,
  options: Omit<net.IpcNetConnectOpts, 'path'> = {},
): Promise<net.Socket> {
  for (let knocks = 1; ; knocks += 1) {
    try {
      return await connectOnce(socketPath, options);
    } catch (error) {
      if (!isCrowded(error) || knocks === MOST_KNOCKS) throw error;
      await sleep(KNOCK_EVERY_MS);
    }
  }
}

/** What connect(2) says of a Unix socket with a full backlog. */
const isCrowded = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EAGAIN';

function connectOnce(socketPath: string, options: Omit<net.IpcNetConnectOpts, 'path'>): Promise<net.Socket> {
  const socket = desktopSocket(socketPath, statSync(path.dirname(socketPath)).uid);
  return established(net.connect({ path: socket.path, ...options })).finally(socket.close);
}
