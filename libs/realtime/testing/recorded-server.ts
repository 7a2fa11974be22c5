import type { ClientMessage, ServerMessage, SessionEvent, SessionId } from '#contracts';
import { FakeSocket } from './fake-socket.js';
import { connected, eventMessage, pong, sessionEvent, subscribed } from './server-words.js';

/** One end of a cable: what the server wrote and the client has not received yet can be lost. */
interface Line {
  readonly socket: FakeSocket;
  readonly outbox: ServerMessage[];
  readonly followed: Set<SessionId>;
  isFrozen: boolean;
}

/**
 * Speaks the server's side of `/ws` as design and contract say, over a network that fails as it is told. Its logs are
 * the record with which a test compares what a client was given.
 */
export class RecordedServer {
  private epoch = 1;
  private readonly logs = new Map<SessionId, SessionEvent[]>();
  private line: Line | null = null;
  private tokensToRefuse = 0;

  logOf(sessionId: SessionId): SessionEvent[] {
    const log = this.logs.get(sessionId) ?? [];
    this.logs.set(sessionId, log);
    return log;
  }

  readonly token = async (): Promise<string> => {
    await Promise.resolve();
    if (this.tokensToRefuse === 0) return 'one-use';
    this.tokensToRefuse -= 1;
    throw new TypeError('fetch failed');
  };

  readonly createSocket = (url: string, protocols: readonly string[]): FakeSocket => {
    const socket = new FakeSocket(url, protocols);
    const line: Line = { socket, outbox: [connected], followed: new Set(), isFrozen: false };
    socket.onSend = (message) => {
      if (!line.isFrozen) this.obey(line, message);
    };
    this.line = line;
    return socket;
  };

  append(sessionId: SessionId): void {
    const log = this.logOf(sessionId);
    const event = sessionEvent(sessionId, log.length + 1, `epoch ${this.epoch}`);
    log.push(event);
    if (this.line?.followed.has(sessionId)) this.line.outbox.push(eventMessage(event));
  }

  /** Lets up to `count` messages arrive. */
  deliver(count = Number.POSITIVE_INFINITY): void {
    const { line } = this;
    for (let left = count; line && !line.isFrozen && left > 0; left -= 1) {
      const message = line.outbox.shift();
      if (!message) return;
      line.socket.deliver(message);
    }
  }

  /** The connection breaks; what was on its way is lost. */
  cut(code: number): void {
    const { line } = this;
    this.line = null;
    line?.socket.end(code);
  }

  /** A planned restart. */
  restart(retryAfterMs: number): void {
    if (this.line?.isFrozen === false) {
      this.line.socket.deliver({ type: 'GOODBYE', reason: 'restart', retryAfterMs });
    }
    this.cut(1012);
  }

  /** Nothing passes any more in either direction, and nobody is told. */
  freeze(): void {
    if (this.line) this.line.isFrozen = true;
  }

  refuseTokens(count: number): void {
    this.tokensToRefuse = count;
  }

  /** A message that the transport should never lose or repeat is lost or repeated: a server's bug. */
  loseNext(): void {
    const at = this.line?.outbox.findIndex((message) => message.type === 'EVENT') ?? -1;
    if (at >= 0) this.line?.outbox.splice(at, 1);
  }

  repeat(sessionId: SessionId): void {
    const last = this.logOf(sessionId).at(-1);
    if (last && this.line?.followed.has(sessionId)) this.line.outbox.push(eventMessage(last));
  }

  /** The database comes back from an older copy: some events never happened, and every socket was cut. */
  restore(lost: number): void {
    this.epoch += 1;
    for (const log of this.logs.values()) log.splice(Math.max(0, log.length - lost));
    this.cut(1013);
  }

  heal(): void {
    this.tokensToRefuse = 0;
  }

  private obey(line: Line, message: ClientMessage): void {
    if (message.type === 'PING') line.outbox.push(pong);
    else if (message.type === 'UNSUBSCRIBE') line.followed.delete(message.sessionId);
    else this.subscribe(line, message);
  }

  private subscribe(line: Line, message: Extract<ClientMessage, { type: 'SUBSCRIBE' }>): void {
    const { sessionId, after, id: request } = message;
    const log = this.logOf(sessionId);
    const epoch = `e${this.epoch}`;
    const isOtherLog = message.epoch !== undefined && message.epoch !== epoch;
    const reset = after !== undefined && (isOtherLog || after > log.length);
    const answer = { head: log.length, epoch, request, ...(reset ? { resetRequired: true as const } : {}) };
    const replay = log.slice(reset ? 0 : (after ?? log.length));
    line.outbox.push(subscribed(sessionId, answer), ...replay.map(eventMessage));
    line.followed.add(sessionId);
  }
}
