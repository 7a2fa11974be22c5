import { readExtendedClipboard, type ClientMessage } from '#rfb';

/** Where control of the desktop stands, seen from one viewer: `free` while nobody who is there holds it. */
export type Stance = 'own' | 'free' | 'other';

/** Control of the desktop, as one viewer's policy asks for it. */
export interface Steering {
  /** Asked for every message that acts: answered from memory. */
  stance(): Stance;
  /** The viewer has begun to act where nobody else does. */
  claim(): void;
}

/** What changes something on the desktop, and so needs control of it. Asking for pixels does not. */
export function needsControl(message: ClientMessage): boolean {
  switch (message.kind) {
    case 'keyEvent':
    case 'pointerEvent':
    case 'clientCutText':
    case 'setDesktopSize':
      return true;
    case 'extendedClipboard': {
      const action = readExtendedClipboard(message.flags, message.payload)?.action;
      return action === 'notify' || action === 'provide';
    }
    default:
      return false;
  }
}

/** What takes control that is free: a key or button that goes down, the wheel. Never a move, a clipboard, a size. */
export function takesControl(message: ClientMessage): boolean {
  return (
    (message.kind === 'keyEvent' && message.down) ||
    (message.kind === 'pointerEvent' && message.buttons !== 0)
  );
}
