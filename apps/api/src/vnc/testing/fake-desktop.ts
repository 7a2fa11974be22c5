import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { browserHandshake, encodeServerInit, SERVER_MESSAGE, type ServerInit } from '#rfb';
import { introductionOfViewer } from '../policy/encodings-rules.js';
import { ByteInbox } from './byte-inbox.js';

export const SERVER_INIT: ServerInit = {
  width: 1280,
  height: 720,
  format: {
    bitsPerPixel: 32,
    depth: 24,
    bigEndian: false,
    trueColour: true,
    max: [255, 255, 255],
    shift: [16, 8, 0],
  },
  name: Buffer.from('desktop'),
};

/** What one of our desktops hears of a viewer who may only look, before that one says anything. */
export const INTRODUCTION_OF_WATCHER = Buffer.concat(introductionOfViewer({ knowsExtendedClipboard: true }));

/** As many bytes as a desktop would send after a handshake: the beginning of an update, then anything. */
export function pixels(length: number): Buffer {
  const bytes = randomBytes(length);
  bytes[0] = SERVER_MESSAGE.FRAMEBUFFER_UPDATE;
  return bytes;
}

/** A desktop on a Unix socket that speaks the handshake, then notes every byte it gets and says what it is told to. */
export class FakeDesktop {
  /** What the relay sent behind the handshake: the byte-level spy. */
  readonly received = new ByteInbox();
  readonly hungUp: Promise<undefined>;
  /** The connection of the one viewer, once its handshake is done. */
  readonly viewer: Promise<net.Socket>;
  private readonly connections = new Set<net.Socket>();

  private constructor(
    readonly path: string,
    private readonly server: net.Server,
    greet: (socket: net.Socket, done: (rest: Uint8Array) => void) => void,
  ) {
    const gone = Promise.withResolvers<undefined>();
    const viewer = Promise.withResolvers<net.Socket>();
    this.hungUp = gone.promise;
    this.viewer = viewer.promise;
    server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => gone.resolve(undefined));
      greet(socket, (rest) => {
        this.received.push(rest);
        socket.on('data', (chunk) => this.received.push(chunk));
        viewer.resolve(socket);
      });
    });
  }

  static async start(greet = speakRfb): Promise<FakeDesktop> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'fake-desktop-'));
    const server = net.createServer();
    server.listen(path.join(folder, 'rfb.sock'));
    await once(server, 'listening');
    return new FakeDesktop(path.join(folder, 'rfb.sock'), server, greet);
  }

  async stop(): Promise<void> {
    for (const socket of this.connections) socket.destroy();
    this.server.close();
    await rm(path.dirname(this.path), { recursive: true, force: true });
  }
}

function speakRfb(socket: net.Socket, done: (rest: Uint8Array) => void): void {
  const handshake = browserHandshake();
  for (const bytes of handshake.receive().send) socket.write(bytes);
  const onData = (chunk: Buffer): void => {
    const progress = handshake.receive(chunk);
    for (const bytes of progress.send) socket.write(bytes);
    if (progress.status !== 'done') return;
    socket.off('data', onData);
    socket.write(encodeServerInit(SERVER_INIT));
    done(progress.rest);
  };
  socket.on('data', onData);
}
