import { CLOSE_CODES, type ServerMessage, type SessionId } from '#contracts';
import type { ConnectionState } from './connection-state.js';
import { EventsSocket, type CreateSocket } from './events-socket.js';
import { Listeners } from './listeners.js';
import type { ResumePoint } from './log-position.js';
import { Reconnector, type ReconnectorOptions } from './reconnector.js';
import type { Subscription, SubscriptionListener } from './subscription.js';
import { Subscriptions } from './subscriptions.js';
import { systemTime, type Cancel, type Time } from './time.js';

export interface RealtimeClientOptions extends Omit<ReconnectorOptions, 'open'> {
  /** `socketUrl(origin, EVENTS_PATH)` */
  readonly url: string;
  /**
   * Fetches a connection token of purpose `events`; asked once a try, because a token opens one socket. Throws
   * `refusedWithStatus(status)` for an answer that says no; anything else it throws counts as a failed network.
   */
  readonly token: (signal: AbortSignal) => Promise<string>;
  /** The global WebSocket without it. Node clients give one of `ws`, which can send an Origin header. */
  readonly createSocket?: CreateSocket | undefined;
}

/** Connected again, and every session that is followed has caught up. */
export interface Return {
  /** From the last sign of life before the loss to this moment. */
  readonly awayMs: number;
  /** Events of all sessions that happened meanwhile; all of them were delivered. */
  readonly caughtUp: number;
}

/** A handle of one followed session. */
export interface SessionSubscription {
  readonly sessionId: SessionId;
  /** Null until the server answered, when it began with live events only. */
  readonly position: ResumePoint | null;
  /** Ends it at once: no function of its listener is called any more. */
  close(): void;
}

const globalSocket: CreateSocket = (url, protocols) => new WebSocket(url, protocols);

/**
 * The events socket as its users want it: started once, it follows sessions without a gap or a double across lost
 * networks, sleep, restarts and changes of node.
 */
export class RealtimeClient {
  private readonly reconnector: Reconnector;
  private readonly subscriptions: Subscriptions;
  private readonly returns = new Listeners<Return>();
  private readonly time: Time;
  private awaySince: number | null = null;

  constructor(private readonly options: RealtimeClientOptions) {
    this.time = options.time ?? systemTime;
    this.subscriptions = new Subscriptions(this.time, options.random ?? Math.random);
    this.reconnector = new Reconnector({
      ...options,
      open: (attempt) =>
        EventsSocket.open(
          {
            url: options.url,
            token: options.token,
            createSocket: options.createSocket ?? globalSocket,
            onMessage: (message, socket) => {
              if (message.type === 'CONNECTED') attempt.opened();
              // Whoever was told of it may have stopped us.
              if (!attempt.signal.aborted) this.receive(message, socket);
            },
          },
          attempt,
        ),
    });
    this.reconnector.onState((state) => this.follow(state));
  }

  get state(): ConnectionState {
    return this.reconnector.state;
  }

  /** Tells each state from now on, in order. */
  onState(listener: (state: ConnectionState) => void): Cancel {
    return this.reconnector.onState(listener);
  }

  /** "You were away for 38 seconds": told once after each loss, when nothing is missing any more. */
  onReturn(listener: (back: Return) => void): Cancel {
    return this.returns.add(listener);
  }

  start(): void {
    this.reconnector.start();
  }

  /** Closes the socket. Subscriptions keep their place: `start()` goes on from there. */
  stop(): void {
    this.reconnector.stop();
  }

  retryNow(): void {
    this.reconnector.retryNow();
  }

  /**
   * Follows a session, before or after `start()`. With `from` its listener gets every event after `from.seq`; without,
   * the ones that happen from the server's answer on.
   *
   * @throws Error when this client follows the session already
   */
  subscribe(sessionId: SessionId, listener: SubscriptionListener, from?: ResumePoint): SessionSubscription {
    const subscription = this.subscriptions.add(sessionId, listener, from ?? null);
    return this.handleOf(subscription);
  }

  private handleOf(subscription: Subscription): SessionSubscription {
    return {
      sessionId: subscription.sessionId,
      get position() {
        return subscription.position;
      },
      close: () => this.subscriptions.remove(subscription),
    };
  }

  private receive(message: ServerMessage, socket: EventsSocket): void {
    if (message.type === 'CONNECTED') this.subscriptions.connected((own) => socket.send(own));
    else if (!this.subscriptions.receive(message)) {
      socket.fail('an event is missing');
      return;
    }
    this.tellReturn();
  }

  private follow(state: ConnectionState): void {
    if (state.name === 'connected' || state.name === 'unstable') return;
    this.subscriptions.lost();
    if (state.name === 'idle') this.awaySince = null;
    else if ('awaySince' in state) this.countFrom(state.awaySince);
    else if (state.because.code === CLOSE_CODES.SESSION_ENDED) this.subscriptions.endAll('ended');
  }

  /** Begins to count an absence, unless one is being counted: a loss in the middle of catching up prolongs it. */
  private countFrom(awaySince: number | null): void {
    if (this.awaySince !== null || awaySince === null) return;
    this.awaySince = awaySince;
    this.subscriptions.takeReplayed();
  }

  private tellReturn(): void {
    if (this.awaySince === null || !this.subscriptions.areCaughtUp) return;
    const awayMs = Math.max(0, this.time.now() - this.awaySince);
    this.awaySince = null;
    this.returns.emit({ awayMs, caughtUp: this.subscriptions.takeReplayed() });
  }
}
