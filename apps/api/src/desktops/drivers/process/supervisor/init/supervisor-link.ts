import net from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 60_000;

export interface SupervisorLink {
  orders: Readable;
  reports: Writable;
}

/**
 * The way to the supervisor: the standard streams of an init that it started itself, a socket for one that a container
 * engine started.
 * @throws Error when nobody comes to listen there: a container that nobody wants ends
 */
export async function joinSupervisor(socketPath: string | undefined): Promise<SupervisorLink> {
  if (socketPath === undefined) return { orders: process.stdin, reports: process.stdout };
  const socket = await connected(socketPath);
  socket.on('error', () => socket.destroy());
  return { orders: socket, reports: socket };
}

async function connected(path: string): Promise<net.Socket> {
  const giveUpAtMs = performance.now() + GIVE_UP_AFTER_MS;
  while (performance.now() < giveUpAtMs) {
    const socket = net.connect(path);
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isOpen) return socket.removeAllListeners('error');
    await setTimeout(LOOK_EVERY_MS);
  }
  throw new Error('no supervisor came');
}
