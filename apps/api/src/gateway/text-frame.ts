import type { ServerMessage } from '#contracts';

/** FIN and opcode text. */
const FINAL_TEXT = 0x81;

/** A message as one WebSocket frame, header and all. RFC 6455 5.2: unmasked, its length in 7, 16 or 64 bits. */
export function textFrame(message: ServerMessage): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (headerLength === 2) frame[1] = length;
  if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  }
  if (headerLength === 10) {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
