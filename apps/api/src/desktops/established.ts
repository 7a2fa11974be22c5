import type net from 'node:net';

const WITHIN_MS = 3_000;

/** @throws Error when the connection does not come about in time */
export function established<Socket extends net.Socket>(
  socket: Socket,
  event: 'connect' | 'secureConnect' = 'connect',
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('the desktop does not answer')));
    socket.once('error', reject);
    socket.once(event, () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
