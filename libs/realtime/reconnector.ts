import { afterClose } from './after-close.js';
import { backOff } from './back-off.js';
import { ConnectionTry } from './connection-try.js';
import { assertLegalMove, type ConnectionState } from './connection-state.js';
import type { Ending } from './ending.js';
import { SILENT_ENVIRONMENT, type Environment, type EnvironmentSignal } from './environment.js';
import { Listeners } from './listeners.js';
import { systemTime, type Cancel, type Time } from './time.js';
import type { OpenTransport } from './transport.js';

/** A connection that held this long was a good one: its loss starts the back-off afresh. */
export const HEALTHY_AFTER_MS = 60_000;
/** A peer may send us away for this long at most. */
export const RETRY_AFTER_LONGEST_MS = 300_000;

export interface ReconnectorOptions {
  readonly open: OpenTransport;
  /**
   * Called on 4401. Renew the login, or have the person sign in however long that takes; true means try again, false
   * (or a rejection, or no function) means stop.
   */
  readonly signIn?: ((because: Ending) => Promise<boolean>) | undefined;
  readonly environment?: Environment | undefined;
  readonly time?: Time | undefined;
  /** Uniform in [0, 1). */
  readonly random?: (() => number) | undefined;
}

/**
 * Keeps one transport open, whatever the transport is, and says in states how that goes. It never gives up on a
 * network and never insists against a refusal. Each try gets a new transport; the owner keeps what must survive.
 */
export class Reconnector {
  private current: ConnectionState = { name: 'idle' };
  private attempt: ConnectionTry | null = null;
  private readonly stateListeners = new Listeners<ConnectionState>();
  private readonly environment: Environment;
  private readonly time: Time;
  private readonly random: () => number;
  private ignoreEnvironment: Cancel = () => undefined;
  private cancelTimer: Cancel = () => undefined;
  /** Tries that failed since the last healthy connection. */
  private failures = 0;
  private openedAt = 0;
  private awaySince: number | null = null;
  /** Until when the peer asked us to stay away. */
  private notBefore = 0;

  constructor(private readonly options: ReconnectorOptions) {
    this.environment = options.environment ?? SILENT_ENVIRONMENT;
    this.time = options.time ?? systemTime;
    this.random = options.random ?? Math.random;
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Tells each state from now on, in order. The present one is `state`. */
  onState(listener: (state: ConnectionState) => void): Cancel {
    return this.stateListeners.add(listener);
  }

  /** Begins, or begins again after it stopped. Harmless while it runs. */
  start(): void {
    if (this.current.name !== 'idle' && this.current.name !== 'stopped') return;
    this.failures = 0;
    this.ignoreEnvironment = this.environment.listen((signal) => this.obey(signal));
    this.connect();
  }

  /** The owner wants no connection. Harmless when there is none. */
  stop(): void {
    if (this.current.name === 'idle') return;
    this.rest();
    this.attempt?.abandon();
    this.attempt = null;
    this.awaySince = null;
    this.move({ name: 'idle' });
  }

  /** A person's "try now": ends the waiting, even one that the peer asked for. */
  retryNow(): void {
    if (this.current.name === 'reconnecting') this.connect();
  }

  /** Something outside hints that the connection may be dead: ask it now. */
  check(): void {
    this.attempt?.check();
  }

  private connect(): void {
    this.cancelTimer();
    this.attempt = new ConnectionTry(this.options.open, this.time, {
      opened: () => this.opened(),
      suspect: () => this.move({ name: 'unstable', silentSince: this.time.now() }),
      steady: () => this.move({ name: 'connected', awayMs: 0 }),
      ended: (ending, aliveAt) => this.ended(ending, aliveAt),
    });
    this.move({ name: 'connecting', awaySince: this.awaySince });
  }

  private opened(): void {
    this.openedAt = this.time.now();
    const awayMs = this.awaySince === null ? 0 : Math.max(0, this.openedAt - this.awaySince);
    this.awaySince = null;
    this.move({ name: 'connected', awayMs });
  }

  private ended(ending: Ending, aliveAt: number | null): void {
    this.attempt = null;
    if (aliveAt !== null) {
      this.awaySince = aliveAt;
      if (aliveAt - this.openedAt >= HEALTHY_AFTER_MS) this.failures = 0;
    }
    const decision = afterClose(ending.code);
    if (decision === 'retry') this.wait(ending);
    else if (decision === 'sign-in' && this.options.signIn) this.renewSignIn(ending, this.options.signIn);
    else this.giveUp(decision, ending);
  }

  private wait(because: Ending): void {
    const toldMs = Math.min(because.retryAfterMs ?? 0, RETRY_AFTER_LONGEST_MS);
    const inMs = Math.max(toldMs, backOff(this.failures, this.random));
    this.failures += 1;
    this.notBefore = this.time.now() + toldMs;
    this.waitFor(inMs, because);
  }

  private waitFor(inMs: number, because: Ending): void {
    this.cancelTimer();
    this.cancelTimer = this.time.after(inMs, () => this.connect());
    const at = this.time.now() + inMs;
    this.move({ name: 'reconnecting', inMs, at, awaySince: this.awaySince, because });
  }

  private renewSignIn(because: Ending, signIn: (because: Ending) => Promise<boolean>): void {
    const signingIn: ConnectionState = { name: 'signing-in', awaySince: this.awaySince, because };
    this.move(signingIn);
    const settle = (isSignedIn: boolean) => {
      // Stopped, and perhaps started again, while the person was signing in.
      if (this.current !== signingIn) return;
      if (isSignedIn) this.wait(because);
      else this.giveUp('sign-in', because);
    };
    signIn(because).then(settle, () => settle(false));
  }

  private giveUp(after: 'sign-in' | 'stop', because: Ending): void {
    this.rest();
    this.move({ name: 'stopped', after, because });
  }

  private obey(signal: EnvironmentSignal): void {
    if (signal === 'offline') this.attempt?.doubt();
    else if (this.current.name === 'reconnecting') this.hasten(this.current.because);
    else this.attempt?.check();
  }

  /** The network may be back: no reason to wait, but for the peer's own wish. */
  private hasten(because: Ending): void {
    const heldMs = this.notBefore - this.time.now();
    if (heldMs > 0) this.waitFor(heldMs, because);
    else this.connect();
  }

  private rest(): void {
    this.cancelTimer();
    this.ignoreEnvironment();
  }

  private move(next: ConnectionState): void {
    assertLegalMove(this.current.name, next.name);
    this.current = next;
    this.stateListeners.emit(next);
  }
}
