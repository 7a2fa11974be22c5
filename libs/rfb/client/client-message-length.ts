import { BOUNDS, CLIENT_MESSAGE, QEMU_MESSAGE } from '../numbers.js';
import type { Malformed } from './client-message.js';

/** What the length of a message can depend on beside its own bytes. */
export interface LengthOptions {
  /** ExtendedMouseButtons was agreed on: a pointer event whose mask has its top bit set is one byte longer. */
  readonly extendedMouseButtons: boolean;
}

/** Given the message so far: how many bytes it needs in all, or, while that is open, to say more. */
type LengthRule = (view: DataView, options: LengthOptions) => number | Malformed;

/** Lengths stand in the first bytes of a message: `head` bytes say how long it is. */
const afterHead = (head: number, length: LengthRule): LengthRule => {
  return (view, options) => (view.byteLength < head ? head : length(view, options));
};

const cutText: LengthRule = (view) => {
  const length = view.getInt32(4);
  // A negative length marks the extended clipboard, whose body begins with four bytes of flags.
  if (length < 0 && length > -4) return 'clipboard without flags';
  return Math.abs(length) > BOUNDS.CUT_TEXT ? 'clipboard too long' : 8 + Math.abs(length);
};

const fence: LengthRule = (view) => {
  const length = view.getUint8(8);
  return length > BOUNDS.FENCE_PAYLOAD ? 'fence too long' : 9 + length;
};

const encodings: LengthRule = (view) => {
  const count = view.getUint16(2);
  return count > BOUNDS.ENCODINGS ? 'too many encodings' : 4 + 4 * count;
};

/** gii messages name their own byte order: the top bit of the second byte set means big endian. */
const gii: LengthRule = (view) => 4 + view.getUint16(2, (view.getUint8(1) & 0x80) === 0);

const AUDIO_SET_FORMAT = 2;
const qemuAudio: LengthRule = afterHead(4, (view) => (view.getUint16(2) === AUDIO_SET_FORMAT ? 10 : 4));

const qemu: LengthRule = (view, options) => {
  switch (view.getUint8(1)) {
    case QEMU_MESSAGE.EXTENDED_KEY_EVENT:
      return 12;
    case QEMU_MESSAGE.AUDIO:
      return qemuAudio(view, options);
    default:
      return 'unknown qemu message';
  }
};

const pointer: LengthRule = (view, { extendedMouseButtons }) =>
  extendedMouseButtons && (view.getUint8(1) & 0x80) !== 0 ? 7 : 6;

/** Messages that are always as long, keys among them: known without a look at the rest. */
const FIXED: Readonly<Record<number, number>> = {
  [CLIENT_MESSAGE.SET_PIXEL_FORMAT]: 20,
  [CLIENT_MESSAGE.FRAMEBUFFER_UPDATE_REQUEST]: 10,
  [CLIENT_MESSAGE.KEY_EVENT]: 8,
  [CLIENT_MESSAGE.ENABLE_CONTINUOUS_UPDATES]: 10,
  [CLIENT_MESSAGE.XVP]: 4,
};

const RULES: Readonly<Record<number, LengthRule>> = {
  [CLIENT_MESSAGE.SET_ENCODINGS]: afterHead(4, encodings),
  [CLIENT_MESSAGE.POINTER_EVENT]: afterHead(2, pointer),
  [CLIENT_MESSAGE.CLIENT_CUT_TEXT]: afterHead(8, cutText),
  [CLIENT_MESSAGE.CLIENT_FENCE]: afterHead(9, fence),
  [CLIENT_MESSAGE.SET_DESKTOP_SIZE]: afterHead(8, (view) => 8 + 16 * view.getUint8(6)),
  [CLIENT_MESSAGE.GII]: afterHead(4, gii),
  [CLIENT_MESSAGE.QEMU]: afterHead(2, qemu),
};

/**
 * How many bytes the message needs that begins in `bytes` at `offset`, where there must be at least one. The message is
 * whole when that is exactly what is there; ask again when they have come.
 */
export function neededBytes(bytes: Uint8Array, options: LengthOptions, offset = 0): number | Malformed {
  const type = bytes[offset] ?? -1;
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  const rule = RULES[type];
  if (!rule) return 'unknown message';
  return rule(new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset), options);
}
