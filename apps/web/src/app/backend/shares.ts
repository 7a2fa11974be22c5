import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import {
  type RedeemShareBody,
  SharedLook,
  SharedView,
  type SessionId,
  type ShareBody,
  ShareCreated,
  type ShareId,
  ShareList,
} from '#contracts';
import { firstValueFrom } from 'rxjs';
import { open } from './access.js';
import { toBackendError } from './backend-error.js';
import { type Read, read } from './read.js';
import { ServerClock } from './server-clock.js';

/** The links to a session's desktop that still work. Call in an injection context. */
export function readShares(id: SessionId): Read<ShareList> {
  return read(() => ({ url: `/api/sessions/${id}/shares` }), ShareList);
}

/** Links to look at a desktop. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Shares {
  private readonly http = inject(HttpClient);
  private readonly clock = inject(ServerClock);

  /** The answer is the only place where the link stands. */
  create(id: SessionId, body: ShareBody): Promise<ShareCreated> {
    return asked(async () =>
      ShareCreated.parse(await firstValueFrom(this.http.post<unknown>(`/api/sessions/${id}/shares`, body))),
    );
  }

  /** Whoever watches by this link is cut off. */
  revoke(id: SessionId, share: ShareId): Promise<void> {
    return asked(async () => {
      await firstValueFrom(this.http.delete<unknown>(`/api/sessions/${id}/shares/${share}`));
    });
  }

  /** For a guest who watches: what the picture does not tell. */
  look(secret: string): Promise<SharedLook> {
    return asked(async () => {
      const answer = this.http.post<unknown>('/api/shares/look', { secret }, { context: open() });
      return SharedLook.parse(await firstValueFrom(answer));
    });
  }

  /** For a guest: the secret of a link, for a token that opens one socket. Nobody has to be signed in. */
  redeem(secret: string, purpose: RedeemShareBody['purpose']): Promise<SharedView> {
    return asked(async () => {
      const answer = this.http.post<unknown>('/api/shares/redeem', { secret, purpose }, { context: open() });
      const view = SharedView.parse(await firstValueFrom(answer));
      this.clock.sync(view.now);
      return view;
    });
  }
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw toBackendError(cause);
  }
}
