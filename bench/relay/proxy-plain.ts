/** The proxy one writes first: `ws.send(data)` and `socket.write(data)`, nothing else. argv[2] is the desktop's socket. */
import net from 'node:net';
import { WebSocketServer } from 'ws';
import { tellPort } from './tell-port.js';

const [, , path = ''] = process.argv;
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('listening', () => tellPort(server));
server.on('connection', (browser) => {
  const desktop = net.connect({ path });
  desktop.on('data', (data) => browser.send(data));
  browser.on('message', (data) => desktop.write(data as Buffer));
  desktop.on('error', () => browser.terminate());
  browser.on('close', () => desktop.destroy());
});
