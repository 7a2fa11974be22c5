import type { Channel } from '@novnc/novnc';

/** RFB 3.8 from a server that asks for nothing: version, one security type (None), its result. RFC 6143 7.1. */
const HANDSHAKE = new Uint8Array([...new TextEncoder().encode('RFB 003.008\n'), 1, 1, 0, 0, 0, 0]);

/**
 * A socket to nobody: noVNC hears from it what a desktop once said, and what noVNC says is heard by no one. The handshake
 * is spoken at once; noVNC finds each part where it expects it.
 */
export class RecordedChannel implements Channel {
  binaryType: BinaryType = 'arraybuffer';
  readonly protocol = 'binary';
  onopen: Channel['onopen'] = null;
  onerror: Channel['onerror'] = null;
  onclose: Channel['onclose'] = null;
  private state: Channel['readyState'] = WebSocket.OPEN;
  private listener: Channel['onmessage'] = null;
  private waiting: Uint8Array[] = [HANDSHAKE];

  get readyState(): Channel['readyState'] {
    return this.state;
  }

  get onmessage(): Channel['onmessage'] {
    return this.listener;
  }

  /** noVNC listens before it is ready to hear; what waits is told once it is. */
  set onmessage(listener: Channel['onmessage']) {
    this.listener = listener;
    if (listener) queueMicrotask(() => this.tellWaiting());
  }

  deliver(bytes: Uint8Array): void {
    if (this.state !== WebSocket.OPEN) return;
    this.waiting.push(bytes);
    if (this.listener) this.tellWaiting();
  }

  send(): void {
    // nobody is there
  }

  close(): void {
    if (this.state === WebSocket.CLOSED) return;
    this.state = WebSocket.CLOSED;
    this.onclose?.call(this as never, new CloseEvent('close', { code: 1000 }));
  }

  private tellWaiting(): void {
    for (const bytes of this.waiting.splice(0)) {
      // the bytes lie in the middle of a segment's memory, and noVNC reads a buffer from its begin
      this.listener?.call(this as never, new MessageEvent('message', { data: bytes.slice().buffer }));
    }
  }
}
