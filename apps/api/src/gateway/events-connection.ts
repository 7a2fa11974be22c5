import type { WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode, type ServerMessage, type SessionEvent } from '#contracts';
import type { Ending } from '../signals/endings.js';
import { eventFrame } from './event-frame.js';
import type { LiveConnection } from './live-connection.js';
import type { Admission } from './socket-endpoint.js';
import { closeWith, sendBounded } from './socket-output.js';
import type { EventSink, Subscription } from './subscription.js';
import { textFrame } from './text-frame.js';

/** Replay is read from the table only while less than this waits: a slow reader paces it. */
const REPLAY_BELOW_BYTES = 131_072;
/** How long a socket may wait for the last event of a session: to be read from the table, and to have room for it. */
const LAST_EVENT_TIMEOUT_MS = 1_000;

/** One events socket: what it says, what it follows, how it ends. */
export class EventsConnection implements LiveConnection, EventSink {
  readonly kind = 'events';
  readonly subscriptions = new Map<string, Subscription>();
  private readonly waitingForRoom: (() => void)[] = [];

  constructor(
    private readonly socket: WebSocket,
    readonly admission: Admission,
    /** Called once the close frame is out of our hands: nothing passes in either direction any more. */
    private readonly onDark: () => void,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send(message: ServerMessage): void {
    sendBounded(this.socket, textFrame(message), this.tellRoom);
  }

  sendEvent(event: SessionEvent): void {
    sendBounded(this.socket, eventFrame(event), this.tellRoom);
  }

  /** Resolves when the reader has taken most of what was sent, or is gone. */
  async room(): Promise<void> {
    while (this.isOpen && this.socket.bufferedAmount > REPLAY_BELOW_BYTES) {
      await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
    }
  }

  endSession({ id, reason }: Pick<Ending, 'id' | 'reason'>): void {
    const close = () => this.close(CLOSE_CODES.SESSION_ENDED, reason);
    // a follower hears session.ended first, and is closed then; should that event not come, the socket ends all the same
    if (this.subscriptions.get(id)?.expectsEnd()) setTimeout(close, LAST_EVENT_TIMEOUT_MS).unref();
    else close();
  }

  /** One that has not taken the last event by then reads too slowly: it comes back and goes on where it was. */
  loseSession(sessionId: string): void {
    const subscription = this.subscriptions.get(sessionId);
    if (!subscription?.expectsEnd()) return;
    const closeIfNotTold = () =>
      subscription.expectsEnd() && this.close(CLOSE_CODES.TOO_SLOW, 'too slow for the last event');
    setTimeout(closeIfNotTold, LAST_EVENT_TIMEOUT_MS).unref();
  }

  close(code: CloseCode, reason: string): void {
    if (!this.isOpen) return;
    for (const subscription of this.subscriptions.values()) subscription.stop();
    closeWith(this.socket, code, reason);
    this.tellRoom();
    if (this.socket.bufferedAmount === 0) this.onDark(); // else when the socket is closed
  }

  leave(retryAfterMs: number): void {
    this.send({ type: 'GOODBYE', reason: 'restart', retryAfterMs });
    this.close(CLOSE_CODES.RESTART, 'restart');
  }

  private readonly tellRoom = (): void => {
    for (const resolve of this.waitingForRoom.splice(0)) resolve();
  };
}
