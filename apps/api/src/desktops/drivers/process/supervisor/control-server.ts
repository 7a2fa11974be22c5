import net from 'node:net';
import {
  encodeMessage,
  type ControlMessage,
  type ControlRequest,
  type SupervisorStatus,
} from './control-protocol.js';
import { linesOf } from './init/lines.js';

const MOST_CONNECTIONS = 16;

interface Handlers {
  status(): SupervisorStatus;
  handle(request: ControlRequest): void;
  /** Called when the first connection opens and when the last one closes. */
  watched(isWatched: boolean): void;
  /** Called when a connection opens. */
  joined(): void;
}

/**
 * The supervisor's side of the control socket. Only the desktop's uid and root can open it, and neither lets a
 * program of the desktop near it; a line that is no JSON ends the connection it came on.
 */
export class ControlServer {
  private readonly connections = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => this.accept(socket));

  constructor(private readonly handlers: Handlers) {
    this.server.maxConnections = MOST_CONNECTIONS;
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, resolve);
    });
  }

  announceStatus(): void {
    for (const connection of this.connections) this.send(connection, this.statusMessage());
  }

  get isWatched(): boolean {
    return this.connections.size > 0;
  }

  /** To one listener only, so that nothing is counted twice: the newest, for an older one may be about to go. */
  sendToOne(message: ControlMessage): void {
    const newest = [...this.connections].at(-1);
    if (newest !== undefined) this.send(newest, message);
  }

  private accept(socket: net.Socket): void {
    this.connections.add(socket);
    if (this.connections.size === 1) this.handlers.watched(true);
    this.handlers.joined();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.connections.delete(socket);
      if (this.connections.size === 0) this.handlers.watched(false);
    });
    linesOf(socket).on('line', (line) => this.read(socket, line));
    this.send(socket, this.statusMessage());
  }

  private read(socket: net.Socket, line: string): void {
    try {
      this.handlers.handle(JSON.parse(line) as ControlRequest);
    } catch {
      return void socket.destroy();
    }
    this.send(socket, this.statusMessage());
  }

  private send(socket: net.Socket, message: ControlMessage): void {
    socket.write(encodeMessage(message));
  }

  private statusMessage(): ControlMessage {
    return { type: 'status', status: this.handlers.status() };
  }
}
