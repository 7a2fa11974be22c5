/**
 * A recorded segment, as its file has it: eight bytes that name the format, then records. The first record is a
 * ServerInit, the second paints the whole picture, and every further one is a whole FramebufferUpdate: behind the words
 * of a handshake a segment is what a server would have sent to a viewer. A file cut anywhere is good up to its last whole
 * record. Numbers are big-endian, as in RFB.
 */
export const SEGMENT_MAGIC = new TextEncoder().encode('ODAREC1\n');

/** Milliseconds since the segment began (4 bytes), then the length of the record's body (4 bytes). */
export const RECORD_HEAD_BYTES = 8;

/** A longer body is no record of ours: an update ends at 16 MiB. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

const MAX_AT_MS = 2 ** 32 - 1;

export interface SegmentRecord {
  /** Since the segment began; never less than the record's before it. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** @throws RangeError for what the format has no numbers for */
export function encodeRecordHead(atMs: number, length: number): Uint8Array {
  if (length < 1 || length > MAX_RECORD_BYTES) throw new RangeError(`a record of ${length} bytes`);
  const head = new Uint8Array(RECORD_HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, Math.min(Math.max(Math.round(atMs), 0), MAX_AT_MS));
  view.setUint32(4, length);
  return head;
}
