import { CannotFollow, take, type Script } from './follow.js';

/** A pixel of 32 bits and depth 24 is sent without its unused byte (rfbproto, "Tight Encoding", TPIXEL). */
const TPIXEL_BYTES = 3;
/** Shorter pieces are not worth a zlib block and come as they are. */
const MIN_TO_COMPRESS = 12;

const FILL = 0x8;
const JPEG = 0x9;
const EXPLICIT_FILTER = 0x4;
const FILTER = { COPY: 0, PALETTE: 1, GRADIENT: 2 } as const;

/** Passes over the body of one Tight rectangle: only its lengths are looked at, its pixels stay packed. */
export function* tightRectangle(width: number, height: number): Script<void> {
  const control = (yield* take(1)).getUint8(0) >> 4;
  if (control === FILL) yield* take(TPIXEL_BYTES);
  else if (control === JPEG) yield* packed();
  else if (control < FILL) yield* basic(control, width, height);
  else throw new CannotFollow('impossible tight rectangle');
}

function* basic(control: number, width: number, height: number): Script<void> {
  const filter = control & EXPLICIT_FILTER ? (yield* take(1)).getUint8(0) : FILTER.COPY;
  const bytes = yield* unpackedBytes(filter, width, height);
  if (bytes < MIN_TO_COMPRESS) yield* take(bytes);
  else yield* packed();
}

function* unpackedBytes(filter: number, width: number, height: number): Script<number> {
  if (filter === FILTER.COPY || filter === FILTER.GRADIENT) return width * height * TPIXEL_BYTES;
  if (filter !== FILTER.PALETTE) throw new CannotFollow('impossible tight rectangle');
  const colours = (yield* take(1)).getUint8(0) + 1;
  yield* take(colours * TPIXEL_BYTES);
  return (colours > 2 ? width : Math.ceil(width / 8)) * height;
}

/** Seven bits of the length a byte, the lowest first; the third byte has eight. */
function* packed(): Script<void> {
  let length = 0;
  for (const shift of [0, 7, 14]) {
    const byte = (yield* take(1)).getUint8(0);
    length |= (shift === 14 ? byte : byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) break;
  }
  yield* take(length);
}
