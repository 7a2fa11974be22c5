import { once } from 'node:events';
import { WebSocket } from 'ws';
import { encodeServerInit, PROTOCOL_VERSION, SECURITY } from '#rfb';
import { ByteInbox } from './byte-inbox.js';
import { SERVER_INIT } from './fake-desktop.js';

/** All a client sends until its first message. */
export const CLIENT_HANDSHAKE = Buffer.concat([Buffer.from(PROTOCOL_VERSION), Buffer.of(SECURITY.NONE, 1)]);
/** All a client hears until then: version, None alone, ok, ServerInit. */
export const SERVER_HANDSHAKE = Buffer.concat([
  Buffer.from(PROTOCOL_VERSION),
  Buffer.of(1, SECURITY.NONE, 0, 0, 0, 0),
  encodeServerInit(SERVER_INIT),
]);

/** A viewer's end: a WebSocket of which one sees the bytes and the close. */
export class FakeBrowser {
  readonly received = new ByteInbox();
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.received.push(data as Buffer));
    socket.on('error', () => {});
    this.closed = once(socket, 'close').then(([code, reason]) => ({
      code: code as number,
      reason: String(reason),
    }));
  }

  static async connect(port: number): Promise<FakeBrowser> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, ['binary']);
    const browser = new FakeBrowser(socket);
    await once(socket, 'open');
    return browser;
  }

  /** @returns what was heard until the first pixel may come */
  async greet(): Promise<Buffer> {
    this.send(CLIENT_HANDSHAKE);
    return this.received.take(SERVER_HANDSHAKE.length);
  }

  send(...frames: readonly Uint8Array[]): void {
    for (const frame of frames) this.socket.send(frame);
  }
}
