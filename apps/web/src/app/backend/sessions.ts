import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import { type SessionId, SessionList, SessionView } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { type Read, read } from './read.js';
import { ServerClock } from './server-clock.js';

/** One session; every answer also sets the clock. Call in an injection context. */
export function readSession(id: Signal<SessionId | undefined>): Read<SessionView> {
  const clock = inject(ServerClock);
  const schema = SessionView.transform((view) => {
    clock.sync(view.now);
    return view;
  });
  return read(() => {
    const sessionId = id();
    return sessionId && { url: `/api/sessions/${sessionId}` };
  }, schema);
}

/** The caller's sessions, newest first, from `cursor` on. Call in an injection context. */
export function readSessions(cursor: Signal<string | undefined>): Read<SessionList> {
  const clock = inject(ServerClock);
  const schema = SessionList.transform((list) => {
    const first = list.items[0];
    if (first) clock.sync(first.now);
    return list;
  });
  return read(() => {
    const at = cursor();
    return { url: '/api/sessions', params: at ? { cursor: at } : {} };
  }, schema);
}

/** Commands on the caller's own sessions. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Sessions {
  private readonly http = inject(HttpClient);
  private readonly clock = inject(ServerClock);

  /** Ends a session for good; asked again, the same answer. */
  async end(id: SessionId): Promise<SessionView> {
    const answer = this.http.post<unknown>(`/api/sessions/${id}/end`, {});
    const view = SessionView.parse(await firstValueFrom(answer));
    this.clock.sync(view.now);
    return view;
  }
}
