import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { socketServer } from '../socket-server.js';
import { closePayload, frame, OPCODE } from './raw-frame.js';
import { RawSocket } from './raw-socket.js';

/** As the events socket has it. */
export const MAX_PAYLOAD = 65_536;

const FAREWELL = frame({ opcode: OPCODE.close, payload: closePayload(1000) });

/** A peer that sends every message back, over a ws server made as the gateways' are. */
export class EchoServer {
  private constructor(private readonly http: Server) {}

  static async start(): Promise<EchoServer> {
    const sockets = socketServer({ subprotocol: 'echo', maxPayload: MAX_PAYLOAD });
    const http = createServer();
    http.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, echo));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new EchoServer(http);
  }

  connect(headers?: Record<string, string>): Promise<RawSocket> {
    return RawSocket.open((this.http.address() as AddressInfo).port, headers);
  }

  /** What the server answers to exactly these bytes, until it ends the connection. */
  async answerTo(frames: Buffer[], pieceBytes?: number): Promise<string[]> {
    const client = await this.connect();
    await client.send(Buffer.concat(frames), pieceBytes);
    return client.transcript();
  }

  /**
   * The same, and then a close with 1000: a healthy connection's transcript ends with that, and one that was closed
   * before ends with the code it was closed with.
   */
  answerUntilClosed(frames: Buffer[], pieceBytes?: number): Promise<string[]> {
    return this.answerTo([...frames, FAREWELL], pieceBytes);
  }

  async stop(): Promise<void> {
    this.http.close();
    await once(this.http, 'close');
  }
}

function echo(socket: WebSocket): void {
  socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('error', () => undefined); // ws has closed it with the code that the case looks for
}
