import { BOUNDS } from './numbers.js';
import {
  decodePixelFormat,
  encodePixelFormat,
  PIXEL_FORMAT_BYTES,
  type PixelFormat,
} from './pixel-format.js';

/** What a desktop says of itself once, RFC 6143 7.3.2. `name` is raw: the protocol gives it no character set. */
export interface ServerInit {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly name: Uint8Array;
}

/** Everything but the name; its last four bytes are the name's length. */
export const SERVER_INIT_HEAD_BYTES = 8 + PIXEL_FORMAT_BYTES;

/** Length of the name in bytes; null when it is longer than anything a desktop is called (V29: 4 GiB). */
export function serverNameLength(head: Uint8Array): number | null {
  const length = new DataView(head.buffer, head.byteOffset).getUint32(4 + PIXEL_FORMAT_BYTES);
  return length <= BOUNDS.DESKTOP_NAME ? length : null;
}

/** Reads a whole ServerInit; null when its pixel format makes no sense or it has no pixels. */
export function decodeServerInit(head: Uint8Array, name: Uint8Array): ServerInit | null {
  const view = new DataView(head.buffer, head.byteOffset);
  const [width, height] = [view.getUint16(0), view.getUint16(2)];
  const format = decodePixelFormat(head.subarray(4, 4 + PIXEL_FORMAT_BYTES));
  return format && width > 0 && height > 0 ? { width, height, format, name } : null;
}

export function encodeServerInit({ width, height, format, name }: ServerInit): Uint8Array {
  const bytes = new Uint8Array(SERVER_INIT_HEAD_BYTES + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, width);
  view.setUint16(2, height);
  bytes.set(encodePixelFormat(format), 4);
  view.setUint32(4 + PIXEL_FORMAT_BYTES, name.length);
  bytes.set(name, SERVER_INIT_HEAD_BYTES);
  return bytes;
}
