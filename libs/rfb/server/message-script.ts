import { BOUNDS, ENCODING, SERVER_MESSAGE } from '../numbers.js';
import { CannotFollow, skip, take, type Script } from './follow.js';
import type { ServerMessage } from './server-message.js';
import { tightRectangle } from './tight-rectangle.js';

/** A message without the bytes that the parser keeps for it. */
export type Outline = Exclude<ServerMessage, { kind: 'framebufferUpdate' }> | Omit<Update, 'bytes'>;
type Update = Extract<ServerMessage, { kind: 'framebufferUpdate' }>;

const BYTES_PER_PIXEL = 4;

/** RFC 6143 7.6: one message of a desktop. */
export function* message(): Script<Outline> {
  const type = (yield* take(1)).getUint8(0);
  if (type === SERVER_MESSAGE.FRAMEBUFFER_UPDATE) return yield* update();
  if (type === SERVER_MESSAGE.BELL) return { kind: 'bell' };
  if (type === SERVER_MESSAGE.SERVER_CUT_TEXT) return yield* cutText();
  throw new CannotFollow('unknown message');
}

function* update(): Script<Outline> {
  const rectangles = (yield* take(3)).getUint16(1);
  let pixels = 0;
  let size: Update['size'];
  for (let left = rectangles; left > 0; left -= 1) {
    const head = yield* take(12);
    const [width, height, encoding] = [head.getUint16(4), head.getUint16(6), head.getInt32(8)];
    if (encoding === ENCODING.DESKTOP_SIZE) size = { width, height };
    else {
      pixels += width * height;
      yield* body(encoding, width, height);
    }
  }
  return { kind: 'framebufferUpdate', pixels, ...(size && { size }) };
}

function* body(encoding: number, width: number, height: number): Script<void> {
  if (encoding === ENCODING.RAW) yield* take(width * height * BYTES_PER_PIXEL);
  else if (encoding === ENCODING.COPY_RECT) yield* take(4);
  else if (encoding === ENCODING.TIGHT) yield* tightRectangle(width, height);
  else throw new CannotFollow('encoding not asked for');
}

/** Also the extended clipboard, which marks itself by a negative length. */
function* cutText(): Script<Outline> {
  const length = Math.abs((yield* take(7)).getInt32(3));
  if (length > BOUNDS.CUT_TEXT) throw new CannotFollow('clipboard too long');
  yield* skip(length);
  return { kind: 'serverCutText', length };
}
