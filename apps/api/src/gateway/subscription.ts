import type { SessionEvent } from '#contracts';

const PAGE = 200;

/** Where events go: a socket that can say when it has room again. */
export interface EventSink {
  sendEvent(event: SessionEvent): void;
  room(): Promise<void>;
}

/** Where events are read: those `after` < seq, in order, at most `limit`. */
export interface EventSource {
  since(sessionId: string, after: number, limit: number): Promise<SessionEvent[]>;
}

export interface Follow {
  connection: EventSink;
  sessionId: string;
  /** Everything after this number is sent. */
  after: number;
  source: EventSource;
  /** Called once, after `session.ended` was sent. */
  onEnded: (subscription: Subscription, endReason: string) => void;
}

/**
 * One socket following one session: first what it missed, read from the table at the reader's pace, then what the feed
 * brings. Events go out in order, each once: the number of the last one sent decides.
 */
export class Subscription {
  readonly sessionId: string;
  private cursor: number;
  private live = false;
  private stopped = false;
  private replaying = false;
  private endSent = false;

  constructor(private readonly follow: Follow) {
    this.sessionId = follow.sessionId;
    this.cursor = follow.after;
  }

  /** Sends what is missing up to `head` (and beyond, as it comes), then goes live. */
  async catchUp(head: () => number): Promise<void> {
    if (this.replaying) return;
    this.replaying = true;
    this.live = false;
    try {
      while (!this.stopped && this.cursor < head()) {
        const events = await this.follow.source.since(this.sessionId, this.cursor, PAGE);
        if (events.length === 0) break;
        for (const event of events) {
          await this.follow.connection.room();
          this.send(event);
        }
      }
      this.live = true; // no await since the last look at head(): nothing can have come in between
    } finally {
      this.replaying = false;
    }
  }

  /** What the feed has just read. One who is still replaying finds it in the table. */
  deliver(events: readonly SessionEvent[]): void {
    if (!this.live) return;
    for (const event of events) this.send(event);
  }

  /** Whether `session.ended` is still to be sent. */
  expectsEnd(): boolean {
    return !this.stopped && !this.endSent;
  }

  stop(): void {
    this.stopped = true;
  }

  private send(event: SessionEvent): void {
    if (this.stopped || event.seq <= this.cursor) return;
    this.cursor = event.seq;
    this.follow.connection.sendEvent(event);
    if (event.name !== 'session.ended') return;
    this.endSent = true;
    this.follow.onEnded(this, String(event.data['endReason']));
  }
}
