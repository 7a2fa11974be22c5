import type RFB from '@novnc/novnc';
import { type Listening, listeningRfb, ONE_PIXEL, type RfbListener } from './listening-rfb.js';
import type { Picture } from './picture-quality.js';

/**
 * How the picture fits the stage: shrunk or grown to it, the desktop itself made as large as it (the server has the last
 * word on the size), or pixel by pixel with the rest out of sight.
 */
export const SCALES = ['fit', 'resize', 'actual'] as const;
export type Scale = (typeof SCALES)[number];

export interface ScreenOptions {
  viewOnly: boolean;
  scale: Scale;
  picture: Picture;
}

export interface ScreenListener extends RfbListener {
  /** The desktop has said hello; its first picture follows. */
  onReady(): void;
  /** Text was copied in the desktop. */
  onText(text: string): void;
}

/** Loads noVNC, which is large and has a top-level await, only when a desktop is really looked at. */
export async function loadScreen(): Promise<
  (stage: Element, socket: WebSocket, options: ScreenOptions, listener: ScreenListener) => RemoteScreen
> {
  const { default: Rfb } = await import('@novnc/novnc');
  const Listener = listeningRfb(Rfb);
  return (stage, socket, options, listener) =>
    new RemoteScreen(new Listener(stage, socket), stage, socket, options, listener);
}

/**
 * One picture of a desktop over one socket: with its two neighbours the only place that knows noVNC. It cannot be used
 * again once its socket is closed; the next try gets a new one. The keyboard is not noVNC's but ours (`TypingField`):
 * a canvas takes part in no composition, and gets no paste.
 */
export class RemoteScreen {
  /** Keys by their place on the keyboard. */
  private readonly down = new Map<string, KeyboardEvent>();

  constructor(
    private readonly rfb: RFB & Listening,
    private readonly stage: Element,
    private readonly socket: WebSocket,
    { viewOnly, scale, picture }: ScreenOptions,
    listener: ScreenListener,
  ) {
    rfb.viewOnly = viewOnly;
    rfb.background = 'transparent';
    rfb.focusOnClick = false;
    rfb.listener = listener;
    rfb.addEventListener('connect', () => listener.onReady());
    rfb.addEventListener('clipboard', (event) =>
      listener.onText((event as CustomEvent<{ text: string }>).detail.text),
    );
    this.scale(scale);
    this.show(picture);
  }

  /** Of a picture at its actual size a finger drags what is out of sight into it; a mouse has scrollbars for that. */
  scale(scale: Scale): void {
    const isDragged = scale === 'actual' && matchMedia('(pointer: coarse)').matches;
    this.rfb.scaleViewport = scale !== 'actual';
    this.rfb.clipViewport = isDragged;
    this.rfb.dragViewport = isDragged;
    this.rfb.resizeSession = scale === 'resize';
  }

  /** How fine the picture is from now on. */
  show({ quality, compression }: Picture): void {
    this.rfb.qualityLevel = quality;
    this.rfb.compressionLevel = compression;
  }

  /** Passes a key on as it came, but for what it makes, for noVNC to make a keysym of it. */
  key(event: KeyboardEvent, key: string): void {
    const copy = copyOf(event, event.type, key);
    if (event.type === 'keydown') this.down.set(event.code, copy);
    else this.down.delete(event.code);
    this.canvas?.dispatchEvent(copy);
  }

  /** Lets go of every key that went down here: its release would go elsewhere. */
  letGo(): void {
    for (const key of this.down.values()) this.canvas?.dispatchEvent(copyOf(key, 'keyup'));
    this.down.clear();
  }

  /** Presses the keys in their order, named by X keysyms, and releases them in the other. */
  tap(...keysyms: number[]): void {
    for (const keysym of keysyms) this.hold(keysym, true);
    for (const keysym of keysyms.toReversed()) this.hold(keysym, false);
  }

  /** Presses one key, named by its X keysym, or lets go of it. */
  hold(keysym: number, down: boolean): void {
    this.rfb.sendKey(keysym, null, down);
  }

  /** Makes `text` what the next paste in the desktop brings. True when the desktop comes for it (`onTextFetched`). */
  paste(text: string): boolean {
    this.rfb.clipboardPasteFrom(text);
    return this.rfb.fetchesText;
  }

  probe(): void {
    this.socket.send(ONE_PIXEL);
  }

  /** Copies what is to be seen now. Undefined when nothing was painted yet. */
  snapshot(): HTMLCanvasElement | undefined {
    const shown = this.canvas;
    if (!shown || shown.width === 0) return undefined;
    const copy = document.createElement('canvas');
    copy.width = shown.width;
    copy.height = shown.height;
    copy.getContext('2d')?.drawImage(shown, 0, 0);
    return copy;
  }

  /** The whole desktop as a PNG, also what is out of sight. */
  picture(): Promise<Blob | null> {
    return new Promise((resolve) => this.rfb.toBlob(resolve, 'image/png'));
  }

  close(): void {
    this.rfb.disconnect();
  }

  private get canvas(): HTMLCanvasElement | null {
    return this.stage.querySelector('canvas');
  }
}

/** An event can be sent once: another one that says the same. */
function copyOf(event: KeyboardEvent, type: string, key = event.key): KeyboardEvent {
  return new KeyboardEvent(type, {
    key,
    code: event.code,
    location: event.location,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    shiftKey: event.shiftKey,
    metaKey: event.metaKey,
    modifierCapsLock: event.getModifierState('CapsLock'),
    modifierNumLock: event.getModifierState('NumLock'),
    cancelable: true,
  });
}
