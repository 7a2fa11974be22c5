import type { AddressInfo } from 'node:net';
import type { WebSocketServer } from 'ws';

/** Tells the process that started this one where the server listens. */
export function tellPort(server: WebSocketServer): void {
  process.send?.((server.address() as AddressInfo).port);
}
