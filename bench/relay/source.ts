/**
 * The desktop's end: speaks RFB on the Unix socket argv[2], answers a key event with 8 bytes and an update request with as
 * many bytes as argv[3] says, as fast as they are taken. Two processes, and viewers go to them in turn: one viewer's
 * desktop is not another's.
 */
import cluster from 'node:cluster';
import { once } from 'node:events';
import net from 'node:net';
import { browserHandshake, ClientMessageParser, encodeServerInit, SERVER_MESSAGE } from '#rfb';
import { DESKTOP } from './desktop.js';

const [, , socketPath = '', burstBytes = '0'] = process.argv;
/** Bells, as far as RFB goes. */
const CHUNK = Buffer.alloc(256 * 1024, SERVER_MESSAGE.BELL);
const ECHO = Buffer.alloc(8, SERVER_MESSAGE.BELL);

async function burst(socket: net.Socket): Promise<void> {
  for (let left = Number(burstBytes); left > 0; left -= CHUNK.length) {
    const part = left >= CHUNK.length ? CHUNK : CHUNK.subarray(0, left);
    if (!socket.write(part)) await new Promise((resolve) => socket.once('drain', resolve));
  }
}

function obey(socket: net.Socket, parser: ClientMessageParser, chunk: Uint8Array): void {
  parser.push(chunk);
  for (let parsed = parser.next(); parsed.status === 'message'; parsed = parser.next()) {
    if (parsed.message.kind === 'keyEvent') socket.write(ECHO);
    if (parsed.message.kind === 'framebufferUpdateRequest') void burst(socket);
  }
}

function serve(socket: net.Socket): void {
  const handshake = browserHandshake();
  const parser = new ClientMessageParser();
  let greeted = false;
  socket.on('error', () => socket.destroy());
  for (const bytes of handshake.receive().send) socket.write(bytes);
  socket.on('data', (chunk) => {
    if (greeted) return obey(socket, parser, chunk);
    const progress = handshake.receive(chunk);
    for (const bytes of progress.send) socket.write(bytes);
    if (progress.status !== 'done') return;
    greeted = true;
    socket.write(encodeServerInit(DESKTOP));
    obey(socket, parser, progress.rest);
  });
}

if (cluster.isPrimary) {
  process.on('SIGTERM', () => cluster.disconnect(() => process.exit()));
  await Promise.all([cluster.fork(), cluster.fork()].map((worker) => once(worker, 'listening')));
  process.send?.('ready');
} else net.createServer(serve).listen(socketPath);
