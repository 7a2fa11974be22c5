import type RFB from '@novnc/novnc';

/** How the picture fits the stage: shrunk or grown to it, or pixel by pixel with the rest out of sight. */
export type Scale = 'fit' | 'actual';

export interface ScreenOptions {
  viewOnly: boolean;
  scale: Scale;
}

/** RFC 6143 7.5.3: ask for one pixel, not incremental, which a server must answer: our "are you there". */
const ONE_PIXEL = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 1, 0, 1]);

/**
 * One picture of a desktop over one socket: the only place that knows noVNC. It cannot be used again once its socket
 * is closed; the next try gets a new one.
 */
export class RemoteScreen {
  private constructor(
    private readonly rfb: RFB,
    private readonly stage: Element,
    private readonly socket: WebSocket,
  ) {}

  /** Loads noVNC, which is large and has a top-level await, only when a desktop is really looked at. */
  static async load(): Promise<(stage: Element, socket: WebSocket, options: ScreenOptions) => RemoteScreen> {
    const { default: Rfb } = await import('@novnc/novnc');
    return (stage, socket, options) => {
      const rfb = new Rfb(stage, socket, { shared: true });
      rfb.viewOnly = options.viewOnly;
      rfb.background = 'transparent';
      const screen = new RemoteScreen(rfb, stage, socket);
      screen.scale(options.scale);
      return screen;
    };
  }

  /** The desktop has said hello; its first picture follows. */
  onReady(listener: () => void): void {
    this.rfb.addEventListener('connect', listener);
  }

  scale(scale: Scale): void {
    this.rfb.scaleViewport = scale === 'fit';
    this.rfb.clipViewport = scale === 'actual';
    this.rfb.dragViewport = scale === 'actual' && matchMedia('(pointer: coarse)').matches;
  }

  focus(): void {
    this.rfb.focus({ preventScroll: true });
  }

  /** Presses and releases one key, named by its X keysym. */
  type(keysym: number): void {
    this.rfb.sendKey(keysym, null);
  }

  /** Lets go of a key that the desktop still takes for held, because its release went elsewhere. */
  release(keysym: number, code: string): void {
    this.rfb.sendKey(keysym, code, false);
  }

  probe(): void {
    this.socket.send(ONE_PIXEL);
  }

  /** Copies what is to be seen now. Undefined when nothing was painted yet. */
  snapshot(): HTMLCanvasElement | undefined {
    const shown = this.stage.querySelector('canvas');
    if (!shown || shown.width === 0) return undefined;
    const copy = document.createElement('canvas');
    copy.width = shown.width;
    copy.height = shown.height;
    copy.getContext('2d')?.drawImage(shown, 0, 0);
    return copy;
  }

  close(): void {
    this.rfb.disconnect();
  }
}
