import { WebSocket } from 'ws';
import { EVENTS_PATH, ServerMessage } from '#contracts';
import type { Product } from '../product.js';
import type { Command, SocketHistory, Span } from './history.js';

const COMMAND_EVERY_MS = 50;

/** A follower's socket that writes its own history, keeps asking whether it is still obeyed, and can be hurt. */
export class WatchedSocket {
  readonly history: SocketHistory;
  readonly socket: WebSocket;
  private readonly open: Span = { fromMs: Date.now(), toMs: Infinity };
  private readonly commands: Command[] = [];

  constructor(product: Product, protocols: string[]) {
    this.history = { open: this.open, pauses: [], arrivals: [], commands: this.commands };
    this.socket = new WebSocket(product.origin.replace('http', 'ws') + EVENTS_PATH, protocols, {
      headers: { Origin: product.origin },
    });
    this.socket.on('error', () => {}); // of a killed api or a cut; the close that follows is what counts
    this.socket.on('message', (data: Buffer) => this.hear(ServerMessage.parse(JSON.parse(data.toString()))));
    const commanding = setInterval(() => this.command(), COMMAND_EVERY_MS);
    this.socket.on('close', () => {
      this.open.toMs = Date.now();
      clearInterval(commanding);
    });
  }

  cut(): void {
    this.socket.terminate();
  }

  /** Reads nothing until `wake`. */
  sleep(): void {
    if (this.socket.readyState !== WebSocket.OPEN || this.socket.isPaused) return;
    this.socket.pause();
    this.history.pauses.push({ fromMs: Date.now(), toMs: Infinity });
  }

  wake(): void {
    const last = this.history.pauses.at(-1);
    if (last?.toMs === Infinity) last.toMs = Date.now();
    this.socket.resume();
  }

  private command(): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const id = `command-${this.commands.length}`;
    this.commands.push({ sentAtMs: Date.now(), isAnswered: false });
    this.socket.send(JSON.stringify({ type: 'PING', id }));
  }

  private hear(message: ServerMessage): void {
    this.history.arrivals.push({ atMs: Date.now(), type: message.type });
    const [, number] = /^command-(\d+)$/.exec(('request' in message && message.request) || '') ?? [];
    const command = number === undefined ? undefined : this.commands[Number(number)];
    if (command && message.type === 'PONG') command.isAnswered = true;
  }
}
