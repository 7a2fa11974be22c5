import { ENCODING } from '#rfb';

const inclusive = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, step) => from + step);

/**
 * What a desktop may be told that a viewer understands. Whatever is missing here the desktop never offers, so a client
 * never uses it: gii, xvp, QEMU keys and sound, extra mouse buttons.
 */
const ALLOWED: ReadonlySet<number> = new Set([
  ENCODING.RAW,
  ENCODING.COPY_RECT,
  ENCODING.RRE,
  ENCODING.HEXTILE,
  ENCODING.ZLIB,
  ENCODING.TIGHT,
  ENCODING.TIGHT_PNG,
  ENCODING.ZRLE,
  ENCODING.JPEG,
  ...inclusive(ENCODING.JPEG_QUALITY_LOWEST, ENCODING.JPEG_QUALITY_HIGHEST),
  ...inclusive(ENCODING.COMPRESSION_LOWEST, ENCODING.COMPRESSION_HIGHEST),
  ENCODING.DESKTOP_SIZE,
  ENCODING.EXTENDED_DESKTOP_SIZE,
  ENCODING.LAST_RECT,
  ENCODING.CURSOR,
  ENCODING.VMWARE_CURSOR,
  ENCODING.DESKTOP_NAME,
  ENCODING.FENCE,
  ENCODING.CONTINUOUS_UPDATES,
  ENCODING.EXTENDED_CLIPBOARD,
]);

/** Keeps the order, which is the client's preference (RFC 6143 7.5.2), and each encoding once. */
export function allowedEncodings(wanted: readonly number[]): number[] {
  return [...new Set(wanted)].filter((encoding) => ALLOWED.has(encoding));
}
