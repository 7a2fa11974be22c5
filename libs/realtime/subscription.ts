import type { ClientMessage, ServerMessage, SessionEvent, SessionId } from '#contracts';
import { callSafely } from './listeners.js';
import { judgeSeq, type ResumePoint } from './log-position.js';

export type Subscribed = Extract<ServerMessage, { type: 'SUBSCRIBED' }>;

/** Each function is called with events in order, none missing, none twice, whatever happens to the connection. */
export interface SubscriptionListener {
  onEvent(event: SessionEvent): void;
  /** At each (re)connection, before its events: the session as it is now. */
  onSubscribed?(answer: Subscribed): void;
  /** The log is another one (a restored database): forget what was built from events, they begin again at 1. */
  onReset?(): void;
  /** Nothing follows. `ended`: the session is over and its last event was delivered; else the server's reason. */
  onEnd?(reason: string): void;
}

/** What became of a message; the client acts on it. */
export type Receipt = 'delivered' | 'replayed' | 'dropped' | 'gap';

/**
 * One session's log, read across any number of connections: knows what was delivered, asks for what comes after, and
 * lets nothing through that is not exactly the next event.
 */
export class Subscription {
  /** The id of the SUBSCRIBE that has no answer yet; null when there is none. */
  private asked: string | null = null;
  /** The log's head at the last answer: events up to here are a replay. Null while no answer is there. */
  private head: number | null = null;
  private isSilent = false;

  constructor(
    readonly sessionId: SessionId,
    private readonly listener: SubscriptionListener,
    private point: ResumePoint | null,
  ) {}

  /** What to remember for a later `subscribe`, so that it goes on from here. Null: live only, nothing arrived yet. */
  get position(): ResumePoint | null {
    return this.point;
  }

  /** Everything that was in the log at the last connection was delivered. */
  get isCaughtUp(): boolean {
    return this.head !== null && (this.point?.seq ?? 0) >= this.head;
  }

  /** The message that asks for the rest of the log on a new connection. */
  ask(id: string): ClientMessage {
    this.asked = id;
    this.head = null;
    return {
      type: 'SUBSCRIBE',
      id,
      sessionId: this.sessionId,
      ...(this.point === null ? {} : { after: this.point.seq }),
      ...(this.point?.epoch === undefined ? {} : { epoch: this.point.epoch }),
    };
  }

  isAwaiting(request: string | undefined): boolean {
    return this.asked !== null && this.asked === request;
  }

  /** The connection is gone, and with it whatever was on its way. */
  lost(): void {
    this.asked = null;
    this.head = null;
  }

  answered(answer: Subscribed): void {
    this.asked = null;
    this.head = answer.head;
    const reset = answer.resetRequired === true;
    this.point = { seq: reset ? 0 : (this.point?.seq ?? liveFrom(answer)), epoch: answer.epoch };
    if (reset) this.tell(() => this.listener.onReset?.());
    this.tell(() => this.listener.onSubscribed?.(answer));
  }

  receive(event: SessionEvent): Receipt {
    // Before the answer to our SUBSCRIBE an event can only belong to an earlier one of the same session.
    if (this.head === null || this.point === null) return 'dropped';
    const verdict = judgeSeq(this.point.seq, event.seq);
    if (verdict === 'seen') return 'dropped';
    if (verdict === 'gap') return 'gap';
    this.point = { ...this.point, seq: event.seq };
    this.tell(() => this.listener.onEvent(event));
    return event.seq <= this.head ? 'replayed' : 'delivered';
  }

  end(reason: string): void {
    this.lost();
    this.tell(() => this.listener.onEnd?.(reason));
    this.silence();
  }

  /** Its listener is told nothing more. */
  silence(): void {
    this.isSilent = true;
  }

  private tell(run: () => void): void {
    if (!this.isSilent) callSafely(run);
  }
}

/** Live only begins behind the head; of a session that is over, the last event is still sent. */
function liveFrom({ head, session }: Subscribed): number {
  return session.state === 'ended' ? Math.max(0, head - 1) : head;
}
