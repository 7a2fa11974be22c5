import { CLIENT_MESSAGE, CLIPBOARD_ACTION, CLIPBOARD_FORMAT } from '../numbers.js';
import { deflateClipboardText } from './clipboard-text.js';

/** A client's message; a negative length is what marks the extended clipboard. */
function message(flags: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, CLIENT_MESSAGE.CLIENT_CUT_TEXT);
  view.setInt32(4, -(4 + payload.length));
  view.setUint32(8, flags >>> 0);
  bytes.set(payload, 12);
  return bytes;
}

/** `takes`: which actions the sender takes, as bits. Text of size 0: announce it, never send it unasked. */
export function encodeClipboardCaps(takes: number): Uint8Array {
  return message(CLIPBOARD_ACTION.CAPS | takes | CLIPBOARD_FORMAT.TEXT, new Uint8Array(4));
}

export function encodeClipboardRequest(): Uint8Array {
  return message(CLIPBOARD_ACTION.REQUEST | CLIPBOARD_FORMAT.TEXT, new Uint8Array(0));
}

export function encodeClipboardPeek(): Uint8Array {
  return message(CLIPBOARD_ACTION.PEEK, new Uint8Array(0));
}

/** `text`: there is text to be had; else there is nothing any more. */
export function encodeClipboardNotify(text: boolean): Uint8Array {
  return message(CLIPBOARD_ACTION.NOTIFY | (text ? CLIPBOARD_FORMAT.TEXT : 0), new Uint8Array(0));
}

/** `text` is UTF-8 as `inflateClipboardText` gives it. */
export function encodeClipboardProvide(text: Uint8Array): Uint8Array {
  return message(CLIPBOARD_ACTION.PROVIDE | CLIPBOARD_FORMAT.TEXT, deflateClipboardText(text));
}
