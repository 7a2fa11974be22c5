import { CLIENT_MESSAGE } from '../numbers.js';
import { encodePixelFormat, type PixelFormat } from '../pixel-format.js';
import type { Screen } from './client-message.js';

function message(length: number, type: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(length);
  bytes[0] = type;
  return { bytes, view: new DataView(bytes.buffer) };
}

export function encodeSetPixelFormat(format: PixelFormat): Uint8Array {
  const { bytes } = message(20, CLIENT_MESSAGE.SET_PIXEL_FORMAT);
  bytes.set(encodePixelFormat(format), 4);
  return bytes;
}

export function encodeSetEncodings(encodings: readonly number[]): Uint8Array {
  const { bytes, view } = message(4 + 4 * encodings.length, CLIENT_MESSAGE.SET_ENCODINGS);
  view.setUint16(2, encodings.length);
  encodings.forEach((encoding, index) => {
    view.setInt32(4 + 4 * index, encoding);
  });
  return bytes;
}

export function encodeFramebufferUpdateRequest(
  incremental: boolean,
  area: { x: number; y: number; width: number; height: number },
): Uint8Array {
  const { bytes, view } = message(10, CLIENT_MESSAGE.FRAMEBUFFER_UPDATE_REQUEST);
  view.setUint8(1, incremental ? 1 : 0);
  view.setUint16(2, area.x);
  view.setUint16(4, area.y);
  view.setUint16(6, area.width);
  view.setUint16(8, area.height);
  return bytes;
}

// RFC 6143 7.5.4: a keysym of X11, not a keycode.
export function encodeKeyEvent(down: boolean, keysym: number): Uint8Array {
  const { bytes, view } = message(8, CLIENT_MESSAGE.KEY_EVENT);
  view.setUint8(1, down ? 1 : 0);
  view.setUint32(4, keysym);
  return bytes;
}

/** `buttons`: bit 0 is the left button; the plain event has room for eight. */
export function encodePointerEvent(buttons: number, x: number, y: number): Uint8Array {
  const { bytes, view } = message(6, CLIENT_MESSAGE.POINTER_EVENT);
  view.setUint8(1, buttons);
  view.setUint16(2, x);
  view.setUint16(4, y);
  return bytes;
}

export function encodeClientCutText(text: Uint8Array): Uint8Array {
  const { bytes, view } = message(8 + text.length, CLIENT_MESSAGE.CLIENT_CUT_TEXT);
  view.setInt32(4, text.length);
  bytes.set(text, 8);
  return bytes;
}

export function encodeSetDesktopSize(width: number, height: number, screens: readonly Screen[]): Uint8Array {
  const { bytes, view } = message(8 + 16 * screens.length, CLIENT_MESSAGE.SET_DESKTOP_SIZE);
  view.setUint16(2, width);
  view.setUint16(4, height);
  view.setUint8(6, screens.length);
  screens.forEach((screen, index) => {
    const offset = 8 + 16 * index;
    view.setUint32(offset, screen.id);
    view.setUint16(offset + 4, screen.x);
    view.setUint16(offset + 6, screen.y);
    view.setUint16(offset + 8, screen.width);
    view.setUint16(offset + 10, screen.height);
    view.setUint32(offset + 12, screen.flags);
  });
  return bytes;
}
