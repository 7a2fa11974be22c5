import net from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import tls from 'node:tls';
import type { DesktopFolder } from '../desktop-folder.js';
import { desktopSocket } from './desktop-socket.js';
import { DOOR_KEY_BYTES, DOOR_TLS, type Room } from './door-protocol.js';

const MOST_CONNECTIONS = 64;
const HANDSHAKE_WITHIN_MS = 5_000;

/**
 * Lets whoever has the key into a desktop from another machine: the sockets of its folder, over TLS. Who has not, gets
 * nothing: no byte of the desktop, no word why.
 */
export function openDoor(folder: DesktopFolder, listen: net.ListenOptions, key: Buffer): Promise<tls.Server> {
  if (key.length !== DOOR_KEY_BYTES) throw new Error('not the key of a door');
  const paths = new Map<string, string>(Object.entries(roomsOf(folder)));
  const asked = new WeakMap<object, string>();
  const server = tls.createServer(
    {
      ...DOOR_TLS,
      allowHalfOpen: true,
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
      pskCallback: (socket, room) => {
        asked.set(socket, room);
        return paths.has(room) ? key : null;
      },
    },
    (visitor) => join(visitor, paths.get(asked.get(visitor) ?? '') ?? ''),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen, () => resolve(server));
  });
}

const roomsOf = ({ rfb, control, cdp, files }: DesktopFolder): Record<Room, string> => ({
  rfb,
  control,
  cdp,
  files,
});

function join(visitor: Duplex, path: string): void {
  visitor.on('error', () => visitor.destroy());
  try {
    const { path: same, close } = desktopSocket(path, process.getuid?.() ?? 0);
    const room = net.connect({ path: same, allowHalfOpen: true }, close);
    room.once('error', close);
    pipeline(visitor, room, visitor, () => {
      visitor.destroy();
      room.destroy();
    });
  } catch {
    visitor.end(); // not there yet, or something else in its place
  }
}
