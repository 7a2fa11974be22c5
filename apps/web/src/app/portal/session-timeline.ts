import { inject, Injectable, type OnDestroy, signal } from '@angular/core';
import type { SessionEvent, SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { type EventsFeed, SessionEvents } from '../backend/session-events.js';

/**
 * The events of one session on one screen: those so far first, then live ones as long as it goes on. Provided by the
 * component that shows them.
 */
@Injectable()
export class SessionTimeline implements OnDestroy {
  private readonly source = inject(SessionEvents);
  private readonly known = signal<SessionEvent[] | undefined>(undefined);
  private readonly failed = signal<BackendError | undefined>(undefined);
  private feed: EventsFeed | undefined;
  private shown: SessionId | undefined;

  /** Undefined while loading. */
  readonly events = this.known.asReadonly();
  readonly error = this.failed.asReadonly();

  /** Shows a session's events; `live` follows it too. Calling again with the same session reads it afresh. */
  async show(sessionId: SessionId, live: boolean): Promise<void> {
    this.shown = sessionId;
    this.failed.set(undefined);
    this.feed?.close();
    this.feed = undefined;
    try {
      const events = await this.source.soFar(sessionId);
      if (this.shown !== sessionId) return;
      this.known.set(events);
      if (live) this.follow(sessionId, events.at(-1)?.seq ?? 0);
    } catch (cause) {
      this.failed.set(toBackendError(cause));
    }
  }

  ngOnDestroy(): void {
    this.shown = undefined;
    this.feed?.close();
  }

  private follow(sessionId: SessionId, after: number): void {
    this.feed = this.source.follow(sessionId, after, {
      onEvent: (event) => this.known.update((events = []) => [...events, event]),
      onReset: () => this.known.set([]),
    });
  }
}
