import type RFB from '@novnc/novnc';
import type { Channel } from '@novnc/novnc';

export interface RfbListener {
  /** A picture was painted, whole. Not told of one that was only our own question answered. */
  onFrame(): void;
  /** The answer to a question (`ONE_PIXEL`) has come, behind every picture that was sent before it. */
  onAnswer(): void;
  /** The desktop asked for the text that was put into its clipboard, and it is on its way. */
  onTextFetched(): void;
}

/** RFC 6143 7.5.3: one pixel, not incremental, which a server must answer. */
export const ONE_PIXEL = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 1, 0, 1]);

/** Extended clipboard (rfbproto, "Extended Clipboard Pseudo-Encoding"): the action bits of its flags. */
const REQUEST = 1 << 25;
const NOTIFY = 1 << 27;
/** Behind the message's type: 3 bytes of padding, the length, which is negative for extended messages, and the flags. */
const CUT_TEXT_HEAD = 3 + 4 + 4;

/**
 * noVNC tells nobody when a picture was painted, nor when a text was fetched, so three of its methods are listened to. They are not in its API: the
 * version is pinned, and where they are missing nothing is told and nothing breaks. Xvnc puts its size into the answer to
 * every request that is not incremental, which is what tells an answer from the pictures around it.
 */
export function listeningRfb(Rfb: typeof RFB): new (stage: Element, socket: Channel) => RFB & Listening {
  return class ListeningRfb extends Rfb {
    listener: RfbListener | undefined;
    private isAnswer = false;

    constructor(stage: Element, socket: Channel) {
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

    /** Whether the desktop comes for a text when it needs it (`onTextFetched`), or has to be sent it beforehand. */
    get fetchesText(): boolean {
      return this._clipboardServerCapabilitiesActions?.[NOTIFY] ?? false;
    }

    protected override _handleServerCutText(): boolean {
      const isRequest = this.isTextRequestAhead();
      const isRead = super._handleServerCutText();
      if (isRead && isRequest) this.listener?.onTextFetched();
      return isRead;
    }

    private isTextRequestAhead(): boolean {
      if (this._sock.rQwait('ServerCutText head', CUT_TEXT_HEAD)) return false;
      const head = this._sock.rQpeekBytes(CUT_TEXT_HEAD);
      const view = new DataView(head.buffer, head.byteOffset);
      return view.getInt32(3) < 0 && (view.getUint32(7) & REQUEST) !== 0;
    }
  };
}

export interface Listening {
  listener: RfbListener | undefined;
  readonly fetchesText: boolean;
}
