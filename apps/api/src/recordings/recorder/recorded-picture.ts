import { encodeServerInit, encodeSetEncodings, encodeSetPixelFormat, ENCODING, type PixelFormat } from '#rfb';

/** What noVNC asks every server for, and so the only one it can play: RFC 6143 7.4, red in the lowest byte. */
const FORMAT: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  trueColour: true,
  max: [255, 255, 255],
  shift: [0, 8, 16],
};

/** Of ten: letters stay sharp, photographs cost a tenth of what they would cost unharmed. */
const JPEG_QUALITY = 6;
const COMPRESSION = 6;

/**
 * Tight for size; CopyRect for what scrolls. No pseudo-encoding of the pointer, so that the desktop draws it into the
 * picture; none of the clipboard; DesktopSize, because Xvnc hangs up on who cannot follow a change of size.
 */
export const RECORDED_ENCODINGS = [
  ENCODING.TIGHT,
  ENCODING.COPY_RECT,
  ENCODING.DESKTOP_SIZE,
  ENCODING.JPEG_QUALITY_LOWEST + JPEG_QUALITY,
  ENCODING.COMPRESSION_LOWEST + COMPRESSION,
] as const;

/** What the recorder says to a desktop once, before it asks for pictures. */
export const RECORDER_WISHES = [encodeSetPixelFormat(FORMAT), encodeSetEncodings(RECORDED_ENCODINGS)];

/** How a segment begins: what a player is told of the desktop. Its name may be anybody's words and is left out. */
export function recordedInit(width: number, height: number): Uint8Array {
  return encodeServerInit({ width, height, format: FORMAT, name: new Uint8Array(0) });
}
