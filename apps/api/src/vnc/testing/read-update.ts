import { ENCODING } from '#rfb';
import type { ByteInbox } from './byte-inbox.js';

export interface Rectangle {
  readonly width: number;
  readonly height: number;
  readonly encoding: number;
}

/**
 * Reads one FramebufferUpdate of 32-bit raw pixels (RFC 6143 7.6.1) and the extensions a desktop may announce in one.
 * @throws Error for any other message
 */
export async function readUpdate(inbox: ByteInbox): Promise<Rectangle[]> {
  const head = await inbox.take(4);
  if (head[0] !== 0) throw new Error(`message ${String(head[0])} is no update`);
  const rectangles: Rectangle[] = [];
  for (let left = head.readUInt16BE(2); left > 0; left -= 1) {
    const bytes = await inbox.take(12);
    const rectangle = {
      width: bytes.readUInt16BE(4),
      height: bytes.readUInt16BE(6),
      encoding: bytes.readInt32BE(8),
    };
    rectangles.push(rectangle);
    await skipBody(inbox, rectangle);
  }
  return rectangles;
}

async function skipBody(inbox: ByteInbox, { width, height, encoding }: Rectangle): Promise<void> {
  if (encoding === ENCODING.RAW) await inbox.take(width * height * 4);
  else if (encoding === ENCODING.EXTENDED_DESKTOP_SIZE) {
    const [screens = 0] = await inbox.take(4);
    await inbox.take(16 * screens);
  } else if (encoding !== ENCODING.QEMU_EXTENDED_KEY_EVENT) throw new Error(`encoding ${encoding}`);
}
