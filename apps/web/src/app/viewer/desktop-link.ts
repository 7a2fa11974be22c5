import { inject, Injectable, type OnDestroy, signal } from '@angular/core';
import { DESKTOP_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '#contracts';
import {
  type Attempt,
  browserEnvironment,
  type ConnectionState,
  Reconnector,
  socketUrl,
  type Transport,
} from '#realtime';
import { Access } from '../backend/access.js';
import type { DesktopSource } from './desktop-source.js';
import { type Loss, lossAfter } from './loss.js';
import { PictureLine } from './picture-line.js';
import { loadScreen, type RemoteScreen, type Scale } from './remote-screen.js';
import { type Holdable, HOLDABLE_KEYSYMS } from './special-keys.js';
import { shifted } from './typed-text.js';

/**
 * Keeps the picture of one desktop on one stage: a new token, socket and screen at each try, and the last frame of the
 * one before to look at meanwhile. Provided, with its PictureLine, by the component that shows it.
 */
@Injectable()
export class DesktopLink implements OnDestroy {
  private readonly access = inject(Access);
  private readonly line = inject(PictureLine);
  private readonly connection = signal<ConnectionState>({ name: 'idle' });
  private readonly lost = signal<Loss | undefined>(undefined);
  private readonly frame = signal<HTMLCanvasElement | undefined>(undefined);
  private readonly holding = signal<ReadonlySet<Holdable>>(new Set());
  private readonly reconnector = new Reconnector({
    environment: browserEnvironment(window),
    open: (attempt) => this.open(attempt),
    signIn: () => this.access.isStillSignedIn(),
  });
  private shown: { source: DesktopSource; stage: Element } | undefined;
  private screen: RemoteScreen | undefined;
  private hasPainted = false;
  private scale: Scale = 'fit';
  private hearText: (text: string) => void = () => undefined;
  private hearFetched: () => void = () => undefined;

  readonly state = this.connection.asReadonly();
  /** Why the picture went, the last time it did. */
  readonly loss = this.lost.asReadonly();
  readonly lastFrame = this.frame.asReadonly();
  /** The keys that are held down for the person. */
  readonly held = this.holding.asReadonly();

  constructor() {
    // Here and not where it is read: a state that is over before the page is drawn counts as well.
    this.reconnector.onState((state) => {
      this.lost.update((loss) => lossAfter(loss, state));
      this.connection.set(state);
    });
  }

  /** Shows a desktop on a stage from now on, in another one's stead. Harmless when it is shown already. */
  show(source: DesktopSource, stage: Element): void {
    if (this.shown && this.shown.source !== source) this.reconnector.stop();
    this.shown = { source, stage };
    this.reconnector.start();
  }

  hide(): void {
    this.reconnector.stop();
  }

  tryNow(): void {
    this.reconnector.retryNow();
  }

  /** `listener` hears what is copied in the desktop. */
  onText(listener: (text: string) => void): void {
    this.hearText = listener;
  }

  /** `listener` hears when the desktop has come for the text of `paste`. */
  onTextFetched(listener: () => void): void {
    this.hearFetched = listener;
  }

  setScale(scale: Scale): void {
    this.scale = scale;
    this.screen?.scale(scale);
  }

  key(event: KeyboardEvent): void {
    const isCharacter = Array.from(event.key).length === 1;
    this.screen?.key(event, isCharacter ? this.asHeld(event.key) : event.key);
  }

  /** What the keys of a text make while keys are held down for the person. */
  asHeld(text: string): string {
    return this.holding().has('Shift') ? shifted(text) : text;
  }

  letGo(): void {
    this.screen?.letGo();
  }

  /** Lets go of what is held down for the person. */
  letGoOfHeld(): void {
    for (const key of this.holding()) this.toggle(key);
  }

  /** Presses keys, named by X keysyms, in their order and lets go of them in the other, but for what is held down. */
  tap(...keysyms: readonly number[]): void {
    this.screen?.tap(...keysyms);
    for (const held of this.holding()) {
      const keysym = HOLDABLE_KEYSYMS[held];
      if (keysyms.includes(keysym)) this.screen?.hold(keysym, true);
    }
  }

  /** Presses a key until the same is asked again, or the connection ends. */
  toggle(key: Holdable): void {
    const down = !this.holding().has(key);
    this.screen?.hold(HOLDABLE_KEYSYMS[key], down);
    this.holding.update(
      (held) => new Set(down ? [...held, key] : [...held].filter((other) => other !== key)),
    );
  }

  /** Makes `text` what the next paste in the desktop brings. True when `onTextFetched` will tell of it. */
  paste(text: string): boolean {
    return this.screen?.paste(text) ?? false;
  }

  /** The whole desktop as a PNG; null while there is no picture. */
  async picture(): Promise<Blob | null> {
    return (await this.screen?.picture()) ?? null;
  }

  ngOnDestroy(): void {
    this.reconnector.stop();
  }

  private async open(attempt: Attempt): Promise<Transport> {
    const { shown } = this;
    if (!shown) throw new Error('a desktop link was opened before it was told what to show');
    const [{ path, token }, paint] = await Promise.all([shown.source.open(), loadScreen()]);
    attempt.signal.throwIfAborted();

    const protocols = [DESKTOP_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token];
    const socket = new WebSocket(socketUrl(location.origin, path), protocols);
    // Before noVNC's own listeners, so that the frame is still there to be kept when the socket closes.
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      attempt.heard();
      this.line.received(data.byteLength);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.lose(screen);
      attempt.closed({ code, reason });
    });
    const options = {
      viewOnly: shown.source.access === 'view',
      scale: this.scale,
      picture: this.line.picture(),
    };
    const screen = paint(shown.stage, socket, options, {
      onReady: () => {
        this.line.attach(screen);
        attempt.opened();
      },
      onFrame: () => {
        this.hasPainted = true;
        this.frame.set(undefined); // or it would show around a picture of another size, and through its pauses
        this.line.onFrame();
      },
      onAnswer: () => this.line.onAnswer(),
      onText: (text) => this.hearText(text),
      onTextFetched: () => this.hearFetched(),
    });
    this.screen = screen;
    this.hasPainted = false;
    return {
      probe: () => screen.probe(),
      close: () => {
        this.lose(screen);
        screen.close();
      },
    };
  }

  /** Keeps the last frame of a screen that is going, if it had one; the desktop lets go of its keys by itself. */
  private lose(screen: RemoteScreen): void {
    if (this.screen !== screen) return;
    this.screen = undefined;
    this.line.detach();
    this.holding.set(new Set());
    const frame = this.hasPainted ? screen.snapshot() : undefined;
    if (frame) this.frame.set(frame);
  }
}
