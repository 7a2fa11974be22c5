import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { browserHandshake, encodeServerInit, type ServerInit } from '#rfb';

const SIZE = { width: 64, height: 64 };
const INIT: ServerInit = {
  ...SIZE,
  format: {
    bitsPerPixel: 32,
    depth: 24,
    bigEndian: false,
    trueColour: true,
    max: [255, 255, 255],
    shift: [0, 8, 16],
  },
  name: Buffer.from('garbling'),
};

/**
 * A VNC server that somebody else runs, and runs badly: with a flawless handshake, and behind it to each viewer what
 * comes next of `answers`, the last of them from then on.
 */
export class GarblingServer {
  private readonly connections = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => this.serve(socket));

  private constructor(private readonly answers: Uint8Array[]) {}

  static async start(...answers: Uint8Array[]): Promise<GarblingServer> {
    const garbling = new GarblingServer(answers);
    garbling.server.listen(0, '127.0.0.1');
    await once(garbling.server, 'listening');
    return garbling;
  }

  /** A whole picture of one colour, as one Raw rectangle (RFC 6143 7.6.1, 7.7.1). */
  static picture(red: number, green: number, blue: number): Uint8Array {
    const head = Buffer.from('00 00 0001  0000 0000 0040 0040  00000000'.replaceAll(' ', ''), 'hex');
    return Buffer.concat([head, Buffer.alloc(SIZE.width * SIZE.height * 4, Buffer.of(red, green, blue, 0))]);
  }

  /** Answers that nobody has been given yet. */
  get left(): number {
    return this.answers.length;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.connections) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: net.Socket): void {
    this.connections.add(socket);
    const handshake = browserHandshake();
    socket.on('error', () => {});
    for (const bytes of handshake.receive().send) socket.write(bytes);
    const greet = (chunk: Buffer): void => {
      const progress = handshake.receive(chunk);
      for (const bytes of progress.send) socket.write(bytes);
      if (progress.status !== 'done') return;
      socket.off('data', greet);
      socket.write(encodeServerInit(INIT));
      // who only looks whether somebody answers asks for no picture
      socket.once('data', () => socket.write(this.nextAnswer()));
    };
    socket.on('data', greet);
  }

  private nextAnswer(): Uint8Array {
    return (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? new Uint8Array(0);
  }
}
