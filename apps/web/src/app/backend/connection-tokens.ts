import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { ConnectionToken, type ConnectionTokenBody } from '#contracts';
import { refusedWithStatus } from '#realtime';
import { firstValueFrom } from 'rxjs';
import { toBackendError } from './backend-error.js';

/**
 * One-use tokens for one socket each; they live 30 s, so ask right before connecting. A refusal is thrown in the terms
 * of a connection (ConnectionRefused), since a reconnector is who asks; no answer at all counts as a failed network.
 */
@Injectable({ providedIn: 'root' })
export class ConnectionTokens {
  private readonly http = inject(HttpClient);

  async mint(body: ConnectionTokenBody): Promise<string> {
    try {
      const answer = await firstValueFrom(this.http.post<unknown>('/api/auth/connection-tokens', body));
      return ConnectionToken.parse(answer).token;
    } catch (cause) {
      const error = toBackendError(cause);
      throw error.status === 0 ? error : refusedWithStatus(error.status, error.facts.retryAfterSeconds);
    }
  }
}
