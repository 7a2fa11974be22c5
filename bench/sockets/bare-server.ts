/** As little as can be: accepts sockets with the options of ours and keeps them. */
import inspector from 'node:inspector';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface BareServer {
  url: string;
  inspector: string;
}

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: false,
  clientTracking: false,
  maxPayload: 65_536,
});
server.on('listening', () => {
  inspector.open(0, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  const told: BareServer = { url: `ws://127.0.0.1:${port}`, inspector: inspector.url() ?? '' };
  process.send?.(told);
});
