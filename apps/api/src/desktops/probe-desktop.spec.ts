import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { probeDesktop } from './probe-desktop.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-probe-'));
const socketPath = path.join(folder, 'rfb.sock');
const sockets = new Set<net.Socket>();
let server: net.Server;

/** Something that accepts connections and goes on as it is told. */
async function listening(serve: (socket: net.Socket) => void): Promise<{ kind: 'unix'; path: string }> {
  server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return { kind: 'unix', path: socketPath };
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<[string, (socket: net.Socket) => void, RegExp]>([
  ['accepts and says nothing', () => {}, /silent/],
  ['accepts and hangs up', (socket) => socket.end(), /hung up/],
  ['greets and then says nothing', (socket) => socket.write('RFB 003.008\n'), /silent/],
  ['speaks something else', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), /./],
])('what %s is no desktop', async (_, serve, why) => {
  await expect(probeDesktop(await listening(serve), 200)).rejects.toThrow(why);
});

it('what completes a handshake is one', async () => {
  // RFC 6143 7.1 to 7.3: version, security type None, its result, ServerInit
  const serverInit = Buffer.from(
    '0002 0001 20180001 00ff00ff00ff 100800 000000 00000001 78'.replaceAll(' ', ''),
    'hex',
  );
  const endpoint = await listening((socket) => {
    const answers = [Buffer.from('0101', 'hex'), Buffer.from('00000000', 'hex'), serverInit];
    socket.write('RFB 003.008\n');
    socket.on('data', () => socket.write(answers.shift() ?? ''));
  });
  await expect(probeDesktop(endpoint, 1_000)).resolves.toBeUndefined();
});
