import type { WebSocket } from 'ws';

/** FramebufferUpdateRequest, whole 1280x720, not incremental (RFC 6143 7.5.3). */
const REQUEST = Buffer.from([3, 0, 0, 0, 0, 0, 0x05, 0x00, 0x02, 0xd0]);
/** SetEncodings: Raw alone (RFC 6143 7.5.2). */
const RAW_ONLY = Buffer.from([2, 0, 0, 1, 0, 0, 0, 0]);

/** ServerCutText (RFC 6143 7.6.4), which says what the desktop's clipboard has and may come before any pixel. */
const CUT_TEXT = 3;

export interface Phases {
  handshakeDoneMs: number;
  firstUpdateMs: number;
}

/** Speaks just enough RFB 3.8 to see the first FramebufferUpdate; times on this process's monotonic clock. */
export function firstFrame(socket: WebSocket): Promise<Phases> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let step = 0;
    let handshakeDoneMs = 0;
    const take = (length: number) => {
      if (received.length < length) return undefined;
      const bytes = received.subarray(0, length);
      received = received.subarray(length);
      return bytes;
    };
    const steps: (() => boolean)[] = [
      () => take(12) !== undefined && (socket.send('RFB 003.008\n', { binary: true }), true),
      () => take(2) !== undefined && (socket.send(Buffer.from([1])), true),
      () => take(4) !== undefined && (socket.send(Buffer.from([1])), true),
      () => {
        const nameLength = received.length >= 24 ? received.readUInt32BE(20) : Infinity;
        if (take(24 + nameLength) === undefined) return false;
        handshakeDoneMs = performance.now();
        socket.send(RAW_ONLY);
        socket.send(REQUEST);
        return true;
      },
      () => {
        while (received[0] === CUT_TEXT) {
          const length = received.length >= 8 ? 8 + Math.abs(received.readInt32BE(4)) : Infinity;
          if (take(length) === undefined) return false;
        }
        const type = take(1);
        if (type === undefined) return false;
        if (type[0] === 0) resolve({ handshakeDoneMs, firstUpdateMs: performance.now() });
        else reject(new Error(`message ${String(type[0])} came before the first update`));
        return false;
      },
    ];
    socket.on('message', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      while (step < steps.length && steps[step]?.()) step += 1;
    });
    socket.on('close', (code) => reject(new Error(`closed ${code} before the first update`)));
    socket.on('error', reject);
  });
}
