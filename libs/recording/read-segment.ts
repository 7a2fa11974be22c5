import { MAX_RECORD_BYTES, RECORD_HEAD_BYTES, SEGMENT_MAGIC, type SegmentRecord } from './segment-format.js';

export interface ReadSegment {
  readonly records: readonly SegmentRecord[];
  /** How many bytes of the file make whole records; what follows was cut off, or is not ours. */
  readonly wholeBytes: number;
}

/** Reads as many whole records as there are, in the memory they lie in. Undefined for a file that is no segment. */
export function readSegment(file: Uint8Array): ReadSegment | undefined {
  if (!SEGMENT_MAGIC.every((byte, index) => file[index] === byte)) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: SegmentRecord[] = [];
  let offset = SEGMENT_MAGIC.length;
  let atMs = 0;
  while (offset + RECORD_HEAD_BYTES <= file.length) {
    const length = view.getUint32(offset + 4);
    const end = offset + RECORD_HEAD_BYTES + length;
    if (length === 0 || length > MAX_RECORD_BYTES || end > file.length) break;
    atMs = Math.max(atMs, view.getUint32(offset));
    records.push({ atMs, bytes: file.subarray(offset + RECORD_HEAD_BYTES, end) });
    offset = end;
  }
  return { records, wholeBytes: offset };
}
