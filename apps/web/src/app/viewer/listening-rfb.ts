import type RFB from '@novnc/novnc';

export interface PictureListener {
  /** A picture was painted, whole. Not told of one that was only our own question answered. */
  onFrame(): void;
  /** The answer to a question (`ONE_PIXEL`) has come, behind every picture that was sent before it. */
  onAnswer(): void;
}

/** RFC 6143 7.5.3: one pixel, not incremental, which a server must answer. */
export const ONE_PIXEL = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 1, 0, 1]);

/**
 * noVNC tells nobody when a picture was painted, so two of its methods are listened to. They are not in its API: the
 * version is pinned, and where they are missing nothing is told and nothing breaks. Xvnc puts its size into the answer to
 * every request that is not incremental, which is what tells an answer from the pictures around it.
 */
export function listeningRfb(Rfb: typeof RFB): new (stage: Element, socket: WebSocket) => RFB & Listening {
  return class ListeningRfb extends Rfb {
    listener: PictureListener | undefined;
    private isAnswer = false;

    constructor(stage: Element, socket: WebSocket) {
      super(stage, socket, { shared: true });
    }

    protected override _framebufferUpdate(): boolean {
      const isWhole = super._framebufferUpdate();
      if (isWhole && this.isAnswer) this.listener?.onAnswer();
      else if (isWhole) this.listener?.onFrame();
      if (isWhole) this.isAnswer = false;
      return isWhole;
    }

    protected override _handleExtendedDesktopSize(): boolean {
      const isRead = super._handleExtendedDesktopSize();
      this.isAnswer ||= isRead;
      return isRead;
    }
  };
}

export interface Listening {
  listener: PictureListener | undefined;
}
