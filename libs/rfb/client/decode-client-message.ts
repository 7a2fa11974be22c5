import { CLIENT_MESSAGE, QEMU_MESSAGE } from '../numbers.js';
import { decodePixelFormat, isPaintable } from '../pixel-format.js';
import type { ClientMessage, Malformed, Screen } from './client-message.js';

type Decoder = (bytes: Uint8Array, view: DataView) => ClientMessage | Malformed;

function screenAt(view: DataView, offset: number): Screen {
  return {
    id: view.getUint32(offset),
    x: view.getUint16(offset + 4),
    y: view.getUint16(offset + 6),
    width: view.getUint16(offset + 8),
    height: view.getUint16(offset + 10),
    flags: view.getUint32(offset + 12),
  };
}

const DECODERS: Readonly<Record<number, Decoder>> = {
  [CLIENT_MESSAGE.SET_PIXEL_FORMAT]: (bytes) => {
    const format = decodePixelFormat(bytes.subarray(4));
    return format && isPaintable(format)
      ? { kind: 'setPixelFormat', bytes, format }
      : 'impossible pixel format';
  },
  [CLIENT_MESSAGE.SET_ENCODINGS]: (bytes, view) => ({
    kind: 'setEncodings',
    bytes,
    encodings: Array.from({ length: view.getUint16(2) }, (_, index) => view.getInt32(4 + 4 * index)),
  }),
  [CLIENT_MESSAGE.FRAMEBUFFER_UPDATE_REQUEST]: (bytes) => ({ kind: 'framebufferUpdateRequest', bytes }),
  [CLIENT_MESSAGE.KEY_EVENT]: (bytes, view) => ({
    kind: 'keyEvent',
    bytes,
    down: view.getUint8(1) !== 0,
    keysym: view.getUint32(4),
  }),
  [CLIENT_MESSAGE.POINTER_EVENT]: (bytes, view) => ({
    kind: 'pointerEvent',
    bytes,
    // With a seventh byte the top bit of the first mask is a marker, and buttons 8 to 15 follow behind.
    buttons: bytes.length === 7 ? (view.getUint8(1) & 0x7f) | (view.getUint8(6) << 7) : view.getUint8(1),
    x: view.getUint16(2),
    y: view.getUint16(4),
  }),
  [CLIENT_MESSAGE.CLIENT_CUT_TEXT]: (bytes, view) =>
    view.getInt32(4) < 0
      ? { kind: 'extendedClipboard', bytes, flags: view.getUint32(8), payload: bytes.subarray(12) }
      : { kind: 'clientCutText', bytes, text: bytes.subarray(8) },
  [CLIENT_MESSAGE.ENABLE_CONTINUOUS_UPDATES]: (bytes, view) => ({
    kind: 'enableContinuousUpdates',
    bytes,
    enable: view.getUint8(1) !== 0,
  }),
  [CLIENT_MESSAGE.CLIENT_FENCE]: (bytes, view) => ({
    kind: 'clientFence',
    bytes,
    flags: view.getUint32(4),
    payload: bytes.subarray(9),
  }),
  [CLIENT_MESSAGE.XVP]: (bytes, view) => ({ kind: 'xvp', bytes, operation: view.getUint8(3) }),
  [CLIENT_MESSAGE.SET_DESKTOP_SIZE]: (bytes, view) => ({
    kind: 'setDesktopSize',
    bytes,
    width: view.getUint16(2),
    height: view.getUint16(4),
    screens: Array.from({ length: view.getUint8(6) }, (_, index) => screenAt(view, 8 + 16 * index)),
  }),
  [CLIENT_MESSAGE.GII]: (bytes) => ({ kind: 'gii', bytes }),
  [CLIENT_MESSAGE.QEMU]: (bytes, view) =>
    view.getUint8(1) === QEMU_MESSAGE.AUDIO
      ? { kind: 'qemuAudio', bytes }
      : {
          kind: 'qemuKeyEvent',
          bytes,
          down: view.getUint16(2) !== 0,
          keysym: view.getUint32(4),
          keycode: view.getUint32(8),
        },
};

/** Reads one whole message, of the length that `neededBytes` gave for it. */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage | Malformed {
  const decode = DECODERS[bytes[0] ?? -1];
  return decode
    ? decode(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
    : 'unknown message';
}
