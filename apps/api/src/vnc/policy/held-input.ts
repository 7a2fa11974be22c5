import { encodeKeyEvent, encodePointerEvent, type ClientMessage } from '#rfb';

/** More fingers than anyone has; a hostile client could otherwise hold down four thousand million keysyms. */
const MOST_KEYS = 64;

/** What one viewer holds down on the desktop, so that it can be let go when the viewer is gone (case V34). */
export class HeldInput {
  private readonly keys = new Set<number>();
  private pointer = { buttons: 0, x: 0, y: 0 };

  /** Takes note of a message before it is passed on; false when it must not be, because too much is held down. */
  admit(message: ClientMessage): boolean {
    if (message.kind === 'pointerEvent') {
      const { buttons, x, y } = message;
      this.pointer = { buttons, x, y };
    } else if (message.kind === 'keyEvent') {
      if (!message.down) this.keys.delete(message.keysym);
      else if (this.keys.size >= MOST_KEYS && !this.keys.has(message.keysym)) return false;
      else this.keys.add(message.keysym);
    }
    return true;
  }

  /** The messages that let go of everything; afterwards nothing is held. */
  release(): Uint8Array[] {
    const { buttons, x, y } = this.pointer;
    const messages = [...this.keys].map((keysym) => encodeKeyEvent(false, keysym));
    if (buttons !== 0) messages.push(encodePointerEvent(0, x, y));
    this.keys.clear();
    this.pointer = { buttons: 0, x, y };
    return messages;
  }
}
