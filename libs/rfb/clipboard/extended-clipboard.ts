import { CLIPBOARD_ACTION, CLIPBOARD_FORMAT } from '../numbers.js';

/** What a message of the extended clipboard does; with `text` that it is about text, the one format we know. */
export type ExtendedClipboard =
  /** Says which actions its sender takes, and up to which size it wants texts without having asked for them. */
  | { readonly action: 'caps' }
  /** Asks for what was announced. */
  | { readonly action: 'request'; readonly text: boolean }
  /** Asks for an announcement. */
  | { readonly action: 'peek' }
  /** Announces that there is something to be had; without `text` that there is nothing any more. */
  | { readonly action: 'notify'; readonly text: boolean }
  /** Brings it, compressed. */
  | { readonly action: 'provide'; readonly text: boolean; readonly deflated: Uint8Array };

/** Reads what stands behind the length; undefined for an action that does not exist, or several at once. */
export function readExtendedClipboard(flags: number, payload: Uint8Array): ExtendedClipboard | undefined {
  // Caps carries the bits of the other actions to say which ones are known.
  if ((flags & CLIPBOARD_ACTION.CAPS) !== 0) return { action: 'caps' };
  const text = (flags & CLIPBOARD_FORMAT.ANY) === CLIPBOARD_FORMAT.TEXT;
  switch ((flags & CLIPBOARD_ACTION.ANY) >>> 0) {
    case CLIPBOARD_ACTION.REQUEST:
      return { action: 'request', text };
    case CLIPBOARD_ACTION.PEEK:
      return { action: 'peek' };
    case CLIPBOARD_ACTION.NOTIFY:
      return { action: 'notify', text };
    case CLIPBOARD_ACTION.PROVIDE:
      return { action: 'provide', text, deflated: payload };
    default:
      return undefined;
  }
}
