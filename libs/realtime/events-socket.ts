import {
  CLOSE_CODES,
  EVENTS_SUBPROTOCOL,
  ServerMessage,
  TOKEN_SUBPROTOCOL_PREFIX,
  type ClientMessage,
} from '#contracts';
import { ABNORMAL_CLOSURE } from './after-close.js';
import type { Attempt, Transport } from './transport.js';

/** What is used of a WebSocket. The browser's, Node's and the `ws` package's all have it. */
export interface SocketLike {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  send(text: string): void;
  close(code?: number): void;
}

export type CreateSocket = (url: string, protocols: string[]) => SocketLike;

export interface EventsSocketOptions {
  readonly url: string;
  /** A fresh one-use connection token. `signal` aborts when the try is over. */
  readonly token: (signal: AbortSignal) => Promise<string>;
  readonly createSocket: CreateSocket;
  readonly onMessage: (message: ServerMessage, socket: EventsSocket) => void;
}

/** One connection to the events endpoint: token, socket, JSON in and out. Knows nothing of what the events mean. */
export class EventsSocket implements Transport {
  private goodbye: Extract<ServerMessage, { type: 'GOODBYE' }> | null = null;

  /** @throws whatever the token function throws */
  static async open(options: EventsSocketOptions, attempt: Attempt): Promise<EventsSocket> {
    const token = await options.token(attempt.signal);
    attempt.signal.throwIfAborted();
    const socket = options.createSocket(options.url, [EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
    return new EventsSocket(socket, attempt, options.onMessage);
  }

  private constructor(
    private readonly socket: SocketLike,
    private readonly attempt: Attempt,
    private readonly onMessage: EventsSocketOptions['onMessage'],
  ) {
    socket.addEventListener('message', (event) => this.read(event.data));
    socket.addEventListener('close', (event) => this.ended(event.code, event.reason));
    // Says nothing that the close event does not say, but without a listener `ws` would throw.
    socket.addEventListener('error', () => undefined);
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  probe(): void {
    this.send({ type: 'PING' });
  }

  close(): void {
    this.socket.close(CLOSE_CODES.NORMAL);
  }

  /** What arrives here can no longer be trusted: away with it, the next connection resumes. */
  fail(reason: string): void {
    this.attempt.closed({ code: ABNORMAL_CLOSURE, reason });
    this.close();
  }

  private read(data: unknown): void {
    if (this.attempt.signal.aborted) return;
    this.attempt.heard();
    const message = parse(data);
    if (message === null) return;
    if (message.type === 'GOODBYE') this.goodbye = message;
    this.onMessage(message, this);
  }

  private ended(code: number, reason: string): void {
    this.attempt.closed({
      code,
      reason: reason || (this.goodbye?.reason ?? ''),
      ...(this.goodbye === null ? {} : { retryAfterMs: this.goodbye.retryAfterMs }),
    });
  }
}

/** Null for what this release does not know: a newer server may say more. An event lost that way shows as a gap. */
function parse(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    return ServerMessage.parse(JSON.parse(data));
  } catch {
    return null;
  }
}
