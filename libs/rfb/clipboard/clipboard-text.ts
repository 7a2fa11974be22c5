import { isUtf8 } from 'node:buffer';
import { constants, deflateSync, inflateSync } from 'node:zlib';

const LENGTH_BYTES = 4;

/**
 * The one text in a compressed body: its length, then that many bytes of UTF-8 with lines ended by CR LF and a NUL at
 * its end (rfbproto, "extended clipboard"). Undefined when it is anything else. Never inflates more than `maxBytes` and
 * a length, whatever the body promises: 64 KiB can hold 64 MiB (case V19).
 */
export function inflateClipboardText(deflated: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const inflated = inflateAtMost(deflated, LENGTH_BYTES + maxBytes);
  if (!inflated || inflated.length < LENGTH_BYTES) return undefined;
  const text = inflated.subarray(LENGTH_BYTES);
  return inflated.readUInt32BE(0) === text.length && isUtf8(text) ? text : undefined;
}

export function deflateClipboardText(text: Uint8Array): Uint8Array {
  const body = Buffer.alloc(LENGTH_BYTES + text.length);
  body.writeUInt32BE(text.length);
  body.set(text, LENGTH_BYTES);
  return deflateSync(body);
}

function inflateAtMost(deflated: Uint8Array, maxOutputLength: number): Buffer | undefined {
  try {
    // noVNC flushes its stream and does not end it: what has come is what there is.
    return inflateSync(deflated, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined; // no zlib, or more than may be: both are the sender's doing, and are told alike
  }
}
