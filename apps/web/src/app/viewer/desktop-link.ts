import { inject, Injectable, type OnDestroy, signal } from '@angular/core';
import {
  DESKTOP_PATH,
  DESKTOP_SUBPROTOCOL,
  type DesktopAccess,
  type SessionId,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '#contracts';
import {
  type Attempt,
  browserEnvironment,
  type ConnectionState,
  Reconnector,
  socketUrl,
  type Transport,
} from '#realtime';
import { Access } from '../backend/access.js';
import { ConnectionTokens } from '../backend/connection-tokens.js';
import { RemoteScreen, type Scale } from './remote-screen.js';

export interface Watched {
  sessionId: SessionId;
  access: DesktopAccess;
  stage: Element;
}

/**
 * Keeps the picture of one desktop on one stage: a new token, socket and screen at each try, and the last frame of the
 * one before to look at meanwhile. Provided by the component that shows it.
 */
@Injectable()
export class DesktopLink implements OnDestroy {
  private readonly tokens = inject(ConnectionTokens);
  private readonly access = inject(Access);
  private readonly connection = signal<ConnectionState>({ name: 'idle' });
  private readonly frame = signal<HTMLCanvasElement | undefined>(undefined);
  private readonly reconnector = new Reconnector({
    environment: browserEnvironment(window),
    open: (attempt) => this.open(attempt),
    signIn: () => this.access.isStillSignedIn(),
  });
  private watched: Watched | undefined;
  private screen: RemoteScreen | undefined;
  private scale: Scale = 'fit';

  readonly state = this.connection.asReadonly();
  readonly lastFrame = this.frame.asReadonly();

  constructor() {
    this.reconnector.onState((state) => this.connection.set(state));
  }

  /** Shows `watched` from now on. Harmless when it is shown already. */
  show(watched: Watched): void {
    this.watched = watched;
    this.reconnector.start();
  }

  hide(): void {
    this.reconnector.stop();
  }

  tryNow(): void {
    this.reconnector.retryNow();
  }

  setScale(scale: Scale): void {
    this.scale = scale;
    this.screen?.scale(scale);
  }

  focus(): void {
    this.screen?.focus();
  }

  type(keysym: number): void {
    this.screen?.type(keysym);
  }

  release(keysym: number, code: string): void {
    this.screen?.release(keysym, code);
  }

  ngOnDestroy(): void {
    this.reconnector.stop();
  }

  private async open(attempt: Attempt): Promise<Transport> {
    const { watched } = this;
    if (!watched) throw new Error('a desktop link was opened before it was told what to show');
    const [token, paint] = await Promise.all([
      this.tokens.mint({ purpose: 'desktop', sessionId: watched.sessionId, access: watched.access }),
      RemoteScreen.load(),
    ]);
    attempt.signal.throwIfAborted();

    const socket = new WebSocket(socketUrl(location.origin, `${DESKTOP_PATH}/${watched.sessionId}`), [
      DESKTOP_SUBPROTOCOL,
      TOKEN_SUBPROTOCOL_PREFIX + token,
    ]);
    // Before noVNC's own listeners, so that the frame is still there to be kept when the socket closes.
    socket.addEventListener('message', () => attempt.heard());
    socket.addEventListener('close', ({ code, reason }) => {
      this.keepFrame();
      attempt.closed({ code, reason });
    });
    const screen = paint(watched.stage, socket, { viewOnly: watched.access === 'view', scale: this.scale });
    this.screen = screen;
    screen.onReady(() => attempt.opened());
    return {
      probe: () => screen.probe(),
      close: () => {
        this.keepFrame();
        screen.close();
      },
    };
  }

  private keepFrame(): void {
    const frame = this.screen?.snapshot();
    if (frame) this.frame.set(frame);
    this.screen = undefined;
  }
}
