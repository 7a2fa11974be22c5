/** Counts what of a stream is payload. */
export interface PayloadCounter {
  readonly payload: number;
  count(chunk: Uint8Array): void;
}

/** Without a WebSocket around it everything is. */
export class ByteCounter implements PayloadCounter {
  payload = 0;

  count(chunk: Uint8Array): void {
    this.payload += chunk.length;
  }
}

/** Counts payload bytes of WebSocket frames without looking at them, however the stream is cut: RFC 6455 5.2. */
export class FrameCounter implements PayloadCounter {
  payload = 0;
  private left = 0;
  private head: number[] = [];

  count(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.left > 0) {
        const skipped = Math.min(this.left, chunk.length - offset);
        this.left -= skipped;
        this.payload += skipped;
        offset += skipped;
      } else {
        this.head.push(chunk[offset] ?? 0);
        offset += 1;
        const length = payloadLength(this.head);
        if (length !== undefined) {
          this.left = length;
          this.head = [];
        }
      }
    }
  }
}

function payloadLength(head: readonly number[]): number | undefined {
  const short = head[1];
  if (short === undefined) return undefined;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  if (head.length < 2 + extra) return undefined;
  return extra === 0 ? short : head.slice(2).reduce((length, byte) => length * 256 + byte, 0);
}

/** One binary frame of a client: up to 125 bytes, masked with zeros, which leaves them as they are. */
export function clientFrame(payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(0x82, 0x80 | payload.length, 0, 0, 0, 0), payload]);
}
