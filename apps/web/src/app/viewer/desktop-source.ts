import { inject, Injectable } from '@angular/core';
import { DESKTOP_PATH, SOUND_PATH_END, type DesktopAccess, type SessionId } from '#contracts';
import { ConnectionTokens } from '../backend/connection-tokens.js';
import { ThisViewer } from './viewer-id.js';

/** Where the picture comes from: asked anew for each try, since a token opens one socket. Fails as a connection does. */
export interface DesktopSource {
  /** Names the desktop to this window, for what is remembered of it. */
  readonly name: string;
  readonly access: DesktopAccess;
  /** Path and token of the desktop socket. */
  open(): Promise<SocketAddress>;
  /** The same of the sound socket. */
  openSound(): Promise<SocketAddress>;
}

interface SocketAddress {
  path: string;
  token: string;
}

/** Desktops of one's own, and for administrators everybody's. */
@Injectable({ providedIn: 'root' })
export class SessionDesktops {
  private readonly tokens = inject(ConnectionTokens);
  private readonly viewer = inject(ThisViewer);

  source(sessionId: SessionId, access: DesktopAccess): DesktopSource {
    return {
      name: sessionId,
      access,
      openSound: async () => ({
        path: `${DESKTOP_PATH}/${sessionId}${SOUND_PATH_END}`,
        token: await this.tokens.mint({ purpose: 'sound', sessionId }),
      }),
      open: async () => ({
        path: `${DESKTOP_PATH}/${sessionId}`,
        token: await this.tokens.mint({
          purpose: 'desktop',
          sessionId,
          access,
          viewer: await this.viewer.id(),
        }),
      }),
    };
  }
}
