import { once } from 'node:events';
import type { WebSocket } from 'ws';
import { DesktopEars } from '../../apps/api/src/desktops/testing/desktop-ears.js';
import type { ApiClient } from '../../test/support/api-client.js';

/** A client of the sound socket that decodes what comes. */
export interface Listener {
  readonly socket: WebSocket;
  readonly ears: DesktopEars;
  /** When sound came after silence the last time, on `wallMs`; 0 once it was asked for. */
  takeOnset(): number;
}

/** Milliseconds of a clock that every process of this machine shares. */
export const wallMs = () => performance.timeOrigin + performance.now();

export async function listenTo(owner: ApiClient, sessionId: string): Promise<Listener> {
  const token = await owner.connectionToken({ purpose: 'sound', sessionId });
  const socket = owner.socket(`/vnc/${sessionId}/sound`, ['oda.sound.v1', `token.${token}`]);
  const ears = new DesktopEars();
  let onset = 0;
  socket.on('message', (message: Buffer) => {
    if (message.length > 4 && ears.hear(message.subarray(4)) > 0.01) onset ||= wallMs();
  });
  await once(socket, 'message');
  const takeOnset = () => {
    const at = onset;
    onset = 0;
    return at;
  };
  return { socket, ears, takeOnset };
}
