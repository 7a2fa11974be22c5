import type net from 'node:net';
import tls from 'node:tls';
import { DOOR_TLS, type Room } from './drivers/process/supervisor/door/door-protocol.js';
import { established } from './established.js';

export interface DoorEndpoint {
  host: string;
  port: number;
  key: Buffer;
}

/** A dead machine sends no FIN: asked this often, it is noticed within a minute. */
const KEEP_ALIVE_MS = 10_000;

/**
 * A connection through a desktop's door to one of its sockets. Whoever answers without the key is not the desktop.
 * @throws Error when nobody answers, or somebody else
 */
export function connectDoor(
  { host, port, key }: DoorEndpoint,
  room: Room,
  options: Pick<net.SocketConstructorOpts, 'onread'> = {},
): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    ...DOOR_TLS,
    ...options,
    host,
    port,
    pskCallback: () => ({ psk: key, identity: room }),
    checkServerIdentity: () => undefined, // there is no certificate: the key is the identity
  });
  socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
  return established(socket, 'secureConnect');
}
