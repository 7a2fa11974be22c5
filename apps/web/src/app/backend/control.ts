import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import { type ControlBody, ControlLease, type SessionId } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { toBackendError } from './backend-error.js';
import { type Read, read } from './read.js';

/** Who controls a session's desktop. Call in an injection context. */
export function readControl(id: Signal<SessionId | undefined>): Read<ControlLease> {
  return read(() => {
    const sessionId = id();
    return sessionId && { url: `/api/sessions/${sessionId}/control` };
  }, ControlLease);
}

/** Moves control of a desktop. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Control {
  private readonly http = inject(HttpClient);

  async act(id: SessionId, body: ControlBody): Promise<ControlLease> {
    try {
      return ControlLease.parse(
        await firstValueFrom(this.http.post<unknown>(`/api/sessions/${id}/control`, body)),
      );
    } catch (cause) {
      throw toBackendError(cause);
    }
  }
}
