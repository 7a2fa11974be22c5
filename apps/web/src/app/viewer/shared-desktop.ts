import { inject, Injectable, signal } from '@angular/core';
import { CLOSE_CODES, DESKTOP_PATH, SOUND_PATH_END, type SharedView } from '#contracts';
import { ConnectionRefused, refusedWithStatus } from '#realtime';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Shares } from '../backend/shares.js';
import type { DesktopSource } from './desktop-source.js';

/** The desktop behind a link, for a guest. Its secret is exchanged anew for each try. Provided by the screen that shows it. */
@Injectable()
export class SharedDesktop {
  private readonly shares = inject(Shares);
  private readonly seen = signal<SharedView | undefined>(undefined);

  /** What a guest may know of the session; undefined until the link has worked once. */
  readonly view = this.seen.asReadonly();

  source(secret: string): DesktopSource {
    const redeem = async (purpose: 'desktop' | 'sound') => {
      try {
        const view = await this.shares.redeem(secret, purpose);
        this.seen.set(view);
        return { path: `${DESKTOP_PATH}/${view.session.id}`, token: view.token };
      } catch (cause) {
        throw refusalOf(toBackendError(cause));
      }
    };
    return {
      name: 'shared',
      access: 'view',
      open: () => redeem('desktop'),
      openSound: async () => {
        const { path, token } = await redeem('sound');
        return { path: path + SOUND_PATH_END, token };
      },
    };
  }
}

/** A refusal in the terms of a connection, since a reconnector is who asks; no answer counts as a failed network. */
function refusalOf(error: BackendError): Error {
  if (error.status === 0) return error;
  if (error.code === 'SESSION_ENDED')
    return new ConnectionRefused({ code: CLOSE_CODES.SESSION_ENDED, reason: 'ended', cause: error });
  return refusedWithStatus(error.status, error.facts.retryAfterSeconds);
}
