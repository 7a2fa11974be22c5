/** The relay as the product runs it, without the rest: argv[2] is the desktop's socket. */
import { WebSocketServer } from 'ws';
import { connectDesktop } from '../../apps/api/src/desktops/connect-desktop.js';
import { desktopLost, SESSION_EXPIRED } from '../../apps/api/src/vnc/relay/relay-end.js';
import { goFirst } from '../../apps/api/src/kernel/priority.js';
import { Relay } from '../../apps/api/src/vnc/relay/relay.js';
import { soleRights } from '../../apps/api/src/vnc/testing/sole-control.js';
import { tellPort } from './tell-port.js';

const [, , path = ''] = process.argv;
goFirst();
const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  maxPayload: 256 * 1024,
  perMessageDeflate: false,
});
server.on('listening', () => tellPort(server));
server.on('connection', (socket, request) => {
  new Relay(socket, request.socket, {
    rights: soleRights('control'),
    nowMs: () => performance.now(),
    reach: async (onRead) => ({
      socket: await connectDesktop({ kind: 'unix', path }, onRead),
      password: undefined,
      deadlineMs: performance.now() + 3_600_000,
      deadlineEnd: SESSION_EXPIRED,
      abilities: { knowsExtendedClipboard: false },
    }),
    explainLoss: async (cause) => desktopLost(cause),
    onInput: () => {},
    onBegin: () => {},
    onEnd: () => {},
  });
});
