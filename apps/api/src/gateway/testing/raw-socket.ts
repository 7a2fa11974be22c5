import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { heard } from './heard.js';

/** Ours answers in milliseconds; a server that neither answers nor closes fails its case here. */
const SILENCE_MS = 5_000;

const END_OF_HEAD = '\r\n\r\n';

/** A WebSocket client without a library: the handshake, then bytes exactly as the case has them. */
export class RawSocket {
  private constructor(
    private readonly socket: Socket,
    private received: Buffer,
    /** The server's answer to the handshake. */
    readonly head: string,
  ) {}

  static async open(port: number, headers: Record<string, string> = {}): Promise<RawSocket> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('the server neither answered nor closed')));
    socket.write(handshake(headers));
    let received = Buffer.alloc(0);
    while (!received.includes(END_OF_HEAD)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      received = Buffer.concat([received, chunk]);
    }
    const end = received.indexOf(END_OF_HEAD);
    const raw = new RawSocket(
      socket,
      received.subarray(end + END_OF_HEAD.length),
      received.toString('latin1', 0, end),
    );
    socket.on('data', (chunk: Buffer) => (raw.received = Buffer.concat([raw.received, chunk])));
    return raw;
  }

  /** Writes in pieces, each read by the server (which runs in this process) before the next is written. */
  async send(bytes: Buffer, pieceBytes = bytes.length): Promise<void> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.socket.write(bytes.subarray(at, at + pieceBytes));
      await nextTurn();
    }
  }

  /** All frames the server sent until it ended the connection. */
  async transcript(): Promise<string[]> {
    if (!this.socket.readableEnded) await once(this.socket, 'end');
    this.socket.destroy();
    return heard(this.received);
  }
}

function handshake(headers: Record<string, string>): string {
  const fields = {
    Host: '127.0.0.1',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', // RFC 6455 1.3
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return ['GET / HTTP/1.1', ...lines, '', ''].join('\r\n');
}
