import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal, signal } from '@angular/core';
import { EVENTS_PATH, MAX_PAGE_SIZE, type SessionEvent, SessionEventPage, type SessionId } from '#contracts';
import { browserEnvironment, type ConnectionState, RealtimeClient, socketUrl } from '#realtime';
import { firstValueFrom } from 'rxjs';
import { Access } from './access.js';
import { ConnectionTokens } from './connection-tokens.js';
import { toBackendError } from './backend-error.js';

export interface EventsListener {
  /** Called in order, none missing, none twice. */
  onEvent(event: SessionEvent): void;
  /** The log is another one: forget what was built from events. They come again from the first. */
  onReset(): void;
}

/** One session's live events, until closed. */
export interface EventsFeed {
  readonly state: Signal<ConnectionState>;
  close(): void;
}

/** The event log of a session: what happened so far over HTTP, what happens from there over the events socket. */
@Injectable({ providedIn: 'root' })
export class SessionEvents {
  private readonly http = inject(HttpClient);
  private readonly tokens = inject(ConnectionTokens);
  private readonly access = inject(Access);

  /** Every event until now. An ended session has these alone. Fails with BackendError. */
  async soFar(sessionId: SessionId): Promise<SessionEvent[]> {
    const events: SessionEvent[] = [];
    for (;;) {
      const { items, head } = await this.page(sessionId, events.at(-1)?.seq ?? 0);
      events.push(...items);
      if (items.length === 0 || (events.at(-1)?.seq ?? 0) >= head) return events;
    }
  }

  /** Everything after `after`, over a socket that belongs to this session and ends with it. */
  follow(sessionId: SessionId, after: number, listener: EventsListener): EventsFeed {
    const client = new RealtimeClient({
      url: socketUrl(location.origin, EVENTS_PATH),
      token: () => this.tokens.mint({ purpose: 'events', sessionId }),
      environment: browserEnvironment(window),
      signIn: () => this.access.isStillSignedIn(),
    });
    const state = signal<ConnectionState>(client.state);
    client.onState((next) => state.set(next));
    client.subscribe(sessionId, listener, { seq: after });
    client.start();
    return { state: state.asReadonly(), close: () => client.stop() };
  }

  private async page(sessionId: SessionId, after: number): Promise<SessionEventPage> {
    const params = { after, limit: MAX_PAGE_SIZE };
    try {
      return SessionEventPage.parse(
        await firstValueFrom(this.http.get<unknown>(`/api/sessions/${sessionId}/events`, { params })),
      );
    } catch (cause) {
      throw toBackendError(cause);
    }
  }
}
