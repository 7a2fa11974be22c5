import type { ClientMessage, ServerMessage, SessionEvent, SessionId } from '#contracts';
import { backOff } from './back-off.js';
import type { ResumePoint } from './log-position.js';
import { Subscription, type SubscriptionListener } from './subscription.js';
import type { Cancel, Time } from './time.js';

type Send = (message: ClientMessage) => void;
type SocketError = Extract<ServerMessage, { type: 'ERROR' }>;

/** Answers to SUBSCRIBE that say "not now" rather than "no". */
const PASSING_ERRORS: readonly string[] = ['RATE_LIMITED', 'UNAVAILABLE'];

/** All sessions that one client follows: asks for each on every new connection, hands each what is its own. */
export class Subscriptions {
  private readonly bySession = new Map<SessionId, Subscription>();
  private readonly retries = new Map<Subscription, { failures: number; cancel: Cancel }>();
  private send: Send | null = null;
  private lastRequest = 0;
  private replayed = 0;

  constructor(
    private readonly time: Time,
    private readonly random: () => number,
  ) {}

  /** @throws Error when the session is followed already: one follower a session, shared by whoever needs it */
  add(sessionId: SessionId, listener: SubscriptionListener, from: ResumePoint | null): Subscription {
    if (this.bySession.has(sessionId)) throw new Error(`session ${sessionId} is followed already`);
    const subscription = new Subscription(sessionId, listener, from);
    this.bySession.set(sessionId, subscription);
    this.ask(subscription);
    return subscription;
  }

  /** Harmless for one that ended. */
  remove(subscription: Subscription): void {
    if (!this.forget(subscription)) return;
    subscription.silence();
    this.send?.({ type: 'UNSUBSCRIBE', id: this.nextRequest(), sessionId: subscription.sessionId });
  }

  connected(send: Send): void {
    this.send = send;
    for (const subscription of this.bySession.values()) this.ask(subscription);
  }

  lost(): void {
    this.send = null;
    for (const { cancel } of this.retries.values()) cancel();
    this.retries.clear();
    for (const subscription of this.bySession.values()) subscription.lost();
  }

  /** @returns false when an event is missing: the connection is broken and has to be replaced */
  receive(message: ServerMessage): boolean {
    if (message.type === 'EVENT') {
      const receipt = this.bySession.get(message.sessionId)?.receive(eventOf(message));
      if (receipt === 'replayed') this.replayed += 1;
      return receipt !== 'gap';
    }
    if (message.type === 'SUBSCRIBED') this.answered(message);
    else if (message.type === 'UNSUBSCRIBED') this.unsubscribed(message);
    else if (message.type === 'ERROR') this.refused(message);
    return true;
  }

  /** Nothing will follow for any session. */
  endAll(reason: string): void {
    for (const subscription of [...this.bySession.values()]) this.end(subscription, reason);
  }

  get areCaughtUp(): boolean {
    return [...this.bySession.values()].every((subscription) => subscription.isCaughtUp);
  }

  /** How many events were replayed since this was last asked. */
  takeReplayed(): number {
    const count = this.replayed;
    this.replayed = 0;
    return count;
  }

  private ask(subscription: Subscription): void {
    this.send?.(subscription.ask(this.nextRequest()));
  }

  private answered(message: Extract<ServerMessage, { type: 'SUBSCRIBED' }>): void {
    const subscription = this.bySession.get(message.sessionId);
    if (!subscription?.isAwaiting(message.request)) return;
    this.retries.delete(subscription);
    subscription.answered(message);
  }

  private unsubscribed(message: Extract<ServerMessage, { type: 'UNSUBSCRIBED' }>): void {
    const subscription = this.bySession.get(message.sessionId);
    // With a request it answers our own UNSUBSCRIBE, and the session may be followed anew by now.
    if (subscription && message.request === undefined) this.end(subscription, message.reason);
  }

  private refused(message: SocketError): void {
    const subscription = [...this.bySession.values()].find((one) => one.isAwaiting(message.request));
    if (!subscription) return;
    if (PASSING_ERRORS.includes(message.error)) this.askLater(subscription);
    else this.end(subscription, message.error);
  }

  private askLater(subscription: Subscription): void {
    subscription.lost();
    const failures = this.retries.get(subscription)?.failures ?? 0;
    const cancel = this.time.after(backOff(failures, this.random), () => this.ask(subscription));
    this.retries.set(subscription, { failures: failures + 1, cancel });
  }

  private end(subscription: Subscription, reason: string): void {
    // Forgotten first: who is told that it ended may follow it anew.
    this.forget(subscription);
    subscription.end(reason);
  }

  private forget(subscription: Subscription): boolean {
    if (this.bySession.get(subscription.sessionId) !== subscription) return false;
    this.bySession.delete(subscription.sessionId);
    this.retries.get(subscription)?.cancel();
    this.retries.delete(subscription);
    return true;
  }

  private nextRequest(): string {
    this.lastRequest += 1;
    return `r${this.lastRequest}`;
  }
}

function eventOf(message: Extract<ServerMessage, { type: 'EVENT' }>): SessionEvent {
  const { sessionId, seq, name, at, data } = message;
  return { sessionId, seq, name, at, data };
}
