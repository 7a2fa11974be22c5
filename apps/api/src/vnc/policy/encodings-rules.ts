import { CLIPBOARD_ACTION, ENCODING, encodeClipboardCaps, encodeSetEncodings } from '#rfb';
import { allowedEncodings } from './allowed-encodings.js';
import type { RuleContext } from './rule-context.js';

export function encodingsOfController(wanted: readonly number[]): Uint8Array {
  return encodeSetEncodings(allowedEncodings(wanted));
}

/**
 * Xvnc sends what is copied in the desktop to everyone who is connected, as plain text: a watcher would read every
 * password that its owner copies. So the desktop is told that a watcher knows the extended clipboard and takes nothing
 * but announcements: the text then stays where it is, since no request for it passes.
 */
export function encodingsOfViewer(
  wanted: readonly number[],
  { knowsExtendedClipboard }: Pick<RuleContext, 'knowsExtendedClipboard'>,
): Uint8Array {
  const pictures = allowedEncodings(wanted).filter((encoding) => encoding !== ENCODING.EXTENDED_CLIPBOARD);
  return encodeSetEncodings(knowsExtendedClipboard ? [...pictures, ENCODING.EXTENDED_CLIPBOARD] : pictures);
}

/**
 * How the desktop hears of a watcher, before the watcher has said a word: until then Xvnc takes a client for one that
 * knows plain text alone, and sends it. Caps come first: with them missing it takes the client for one that wants texts
 * of up to 20 MiB unasked.
 */
export function introductionOfViewer(context: Pick<RuleContext, 'knowsExtendedClipboard'>): Uint8Array[] {
  if (!context.knowsExtendedClipboard) return [];
  return [encodeClipboardCaps(CLIPBOARD_ACTION.NOTIFY), encodingsOfViewer([], context)];
}
