import { ClientMessage, type ServerMessage } from '#contracts';
import type { SocketLike } from '../events-socket.js';

interface SocketListeners {
  message: ((event: { data: unknown }) => void)[];
  close: ((event: { code: number; reason: string }) => void)[];
  error: (() => void)[];
}

/** The client's end of a socket whose other end is the test. */
export class FakeSocket implements SocketLike {
  readonly sent: ClientMessage[] = [];
  /** The code with which the client closed it. */
  closedWith: number | undefined;
  onSend: (message: ClientMessage) => void = () => undefined;
  private readonly listeners: SocketListeners = { message: [], close: [], error: [] };

  constructor(
    readonly url: string,
    readonly protocols: readonly string[],
  ) {}

  addEventListener<Type extends keyof SocketListeners>(
    type: Type,
    listener: SocketListeners[Type][number],
  ): void {
    (this.listeners[type] as SocketListeners[Type][number][]).push(listener);
  }

  send(text: string): void {
    const message = ClientMessage.parse(JSON.parse(text));
    this.sent.push(message);
    this.onSend(message);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  deliver(message: ServerMessage): void {
    this.deliverRaw(JSON.stringify(message));
  }

  deliverRaw(data: unknown): void {
    for (const listener of this.listeners.message) listener({ data });
  }

  end(code: number, reason = ''): void {
    for (const listener of this.listeners.close) listener({ code, reason });
  }

  lastSent<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }> {
    const message = this.sent.findLast((one) => one.type === type);
    if (!message) throw new Error(`no ${type} was sent`);
    return message as Extract<ClientMessage, { type: Type }>;
  }
}

export class FakeSockets {
  readonly all: FakeSocket[] = [];

  readonly create = (url: string, protocols: readonly string[]): FakeSocket => {
    const socket = new FakeSocket(url, protocols);
    this.all.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    const last = this.all.at(-1);
    if (!last) throw new Error('no socket was made yet');
    return last;
  }
}
