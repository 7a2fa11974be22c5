/** How a pixel lies in memory: RFC 6143 7.4. */
export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly depth: number;
  readonly bigEndian: boolean;
  readonly trueColour: boolean;
  readonly max: readonly [red: number, green: number, blue: number];
  readonly shift: readonly [red: number, green: number, blue: number];
}

export const PIXEL_FORMAT_BYTES = 16;

/** Reads the 16 bytes; null when no server could honour them (a size that does not exist, a colour outside the pixel). */
export function decodePixelFormat(bytes: Uint8Array): PixelFormat | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, PIXEL_FORMAT_BYTES);
  const bitsPerPixel = view.getUint8(0);
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) return null;
  const format: PixelFormat = {
    bitsPerPixel,
    depth: view.getUint8(1),
    bigEndian: view.getUint8(2) !== 0,
    trueColour: view.getUint8(3) !== 0,
    max: [view.getUint16(4), view.getUint16(6), view.getUint16(8)],
    shift: [view.getUint8(10), view.getUint8(11), view.getUint8(12)],
  };
  return fitsItsPixel(format) ? format : null;
}

export function encodePixelFormat(format: PixelFormat): Uint8Array {
  const bytes = new Uint8Array(PIXEL_FORMAT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, format.bitsPerPixel);
  view.setUint8(1, format.depth);
  view.setUint8(2, format.bigEndian ? 1 : 0);
  view.setUint8(3, format.trueColour ? 1 : 0);
  format.max.forEach((max, colour) => {
    view.setUint16(4 + 2 * colour, max);
  });
  format.shift.forEach((shift, colour) => {
    view.setUint8(10 + colour, shift);
  });
  return bytes;
}

function fitsItsPixel({ bitsPerPixel, depth, trueColour, max, shift }: PixelFormat): boolean {
  if (depth === 0 || depth > bitsPerPixel) return false;
  if (!trueColour) return true;
  return max.every((value, colour) => {
    const bits = 32 - Math.clz32(value);
    return value > 0 && bits + (shift[colour] ?? 0) <= bitsPerPixel;
  });
}

/**
 * Whether TigerVNC paints in it; it hangs up on who asks for anything else. Channels of up to 8 bits, each 2^n - 1, apart
 * from each other and within the depth; a colour map for 8 bits alone.
 */
export function isPaintable({ depth, trueColour, max, shift }: PixelFormat): boolean {
  if (!trueColour) return depth === 8;
  const bits = max.map((value) => 32 - Math.clz32(value));
  if (max.some((value, colour) => value !== 2 ** (bits[colour] ?? 0) - 1 || value > 0xff)) return false;
  const masks = max.map((value, colour) => value * 2 ** (shift[colour] ?? 0));
  const areApart =
    masks.reduce((sum, mask) => sum + mask, 0) === masks.reduce((all, mask) => (all | mask) >>> 0, 0);
  return areApart && bits.reduce((sum, count) => sum + count, 0) <= depth;
}
