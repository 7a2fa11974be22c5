import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { EventLog } from '../sessions/event-log.js';
import { Endings } from '../signals/endings.js';
import { SignalBus } from '../signals/signal-bus.js';
import { SessionFeed } from './session-feed.js';
import type { Subscription } from './subscription.js';

/** The longest an event waits when its hint was lost. */
const SWEEP_MS = 1_000;

/** The feeds of all sessions that somebody on this node follows; woken by hints, and by a sweep over their heads. */
@Injectable()
export class SessionFeeds {
  private readonly feeds = new Map<string, SessionFeed>();

  constructor(
    private readonly events: EventLog,
    private readonly log: PinoLogger,
    bus: SignalBus,
    endings: Endings,
  ) {
    log.setContext(SessionFeeds.name);
    bus.subscribe('session-events', (sessionId) => this.refresh(sessionId));
    endings.onEnding(({ kind, id }) => kind === 'session' && this.refresh(id));
  }

  /** Sends what the subscription missed, then all that follows. `head` is the log's, as just read. */
  async follow(subscription: Subscription, head: number): Promise<void> {
    const { sessionId } = subscription;
    const known = this.feeds.get(sessionId);
    const feed = known ?? new SessionFeed(sessionId, head, this.events);
    this.feeds.set(sessionId, feed);
    feed.add(subscription);
    if (!known) this.refresh(sessionId); // a hint may have come between the reading of head and now, when none listened
    await subscription.catchUp(() => Math.max(feed.head, head));
  }

  leave(subscription: Subscription): void {
    subscription.stop();
    const feed = this.feeds.get(subscription.sessionId);
    feed?.remove(subscription);
    if (feed?.size === 0) this.feeds.delete(subscription.sessionId);
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.feeds.size === 0) return;
    try {
      const heads = await this.events.heads([...this.feeds.keys()]);
      for (const [sessionId, feed] of this.feeds) {
        if ((heads.get(sessionId) ?? 0) > feed.head) this.refresh(sessionId);
      }
    } catch (err) {
      this.log.warn({ err }, 'event heads not swept');
    }
  }

  private refresh(sessionId: string): void {
    this.feeds
      .get(sessionId)
      ?.refresh()
      .catch((err: unknown) => {
        this.log.warn({ err, sessionId }, 'events not read, the sweep will');
      });
  }
}
