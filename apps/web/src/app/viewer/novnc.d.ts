/** What we use of noVNC 1.7 (docs/API.md in the package). Its DefinitelyTyped package describes an older one. */
declare module '@novnc/novnc' {
  /** What it takes for a socket: one, or whatever has these of it. */
  export type Channel = Pick<
    WebSocket,
    | 'send'
    | 'close'
    | 'binaryType'
    | 'onerror'
    | 'onmessage'
    | 'onopen'
    | 'onclose'
    | 'protocol'
    | 'readyState'
  >;

  export default class RFB extends EventTarget {
    constructor(target: Element, channel: Channel, options?: { shared?: boolean });
    viewOnly: boolean;
    scaleViewport: boolean;
    clipViewport: boolean;
    dragViewport: boolean;
    resizeSession: boolean;
    focusOnClick: boolean;
    background: string;
    /** Of JPEG, 0 (poor) to 9. */
    qualityLevel: number;
    /** Of everything else, 0 (fast) to 9 (small). */
    compressionLevel: number;
    disconnect(): void;
    /** `code` is a KeyboardEvent.code or null; without `down` the key is pressed and released. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    clipboardPasteFrom(text: string): void;
    toBlob(callback: (picture: Blob | null) => void, type?: string): void;

    // Not in its API, and nothing there says what these do: see listening-rfb.ts.
    protected _framebufferUpdate(): boolean;
    protected _handleExtendedDesktopSize(): boolean;
    protected _handleServerCutText(): boolean;
    /** By action bit of the extended clipboard. */
    protected _clipboardServerCapabilitiesActions: Record<number, boolean> | undefined;
    protected _sock: {
      /** Whether fewer than `bytes` have come. */
      rQwait(what: string, bytes: number): boolean;
      /** A copy of what comes next. */
      rQpeekBytes(bytes: number): Uint8Array;
    };
  }
}
