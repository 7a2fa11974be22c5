import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSegment } from './read-segment.js';
import { encodeRecordHead, MAX_RECORD_BYTES, SEGMENT_MAGIC } from './segment-format.js';

const hex = (text: string) =>
  Uint8Array.from(Buffer.from(text.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex'));

const EXAMPLE = hex(`
  4f4441524543310a  # ODAREC1, line feed
  00000000          # at 0 ms
  00000003 aabbcc   # three bytes
  000004e2          # at 1250 ms
  00000001 dd       # one byte
`);

describe('a segment', () => {
  it('is its name, then records of a time and bytes', () => {
    expect(readSegment(EXAMPLE)).toEqual({
      records: [
        { atMs: 0, bytes: hex('aabbcc') },
        { atMs: 1250, bytes: hex('dd') },
      ],
      wholeBytes: EXAMPLE.length,
    });
  });

  it('is good up to its last whole record, wherever it is cut', () => {
    const whole = [8, 19, 28];
    for (let length = SEGMENT_MAGIC.length; length <= EXAMPLE.length; length += 1) {
      const end = whole.findLast((offset) => offset <= length);
      const records = whole.indexOf(end ?? 0);
      const read = readSegment(EXAMPLE.subarray(0, length));
      expect([read?.wholeBytes, read?.records.length]).toEqual([end, records]);
    }
  });

  it.each(['', '4f4441', '4f4441524543320a # ODAREC2', '00'.repeat(64)])('is not %j', (bytes) => {
    expect(readSegment(hex(bytes))).toBeUndefined();
  });

  it('ends where a record claims what it cannot have', () => {
    for (const length of ['00000000', 'ffffffff', (MAX_RECORD_BYTES + 1).toString(16).padStart(8, '0')])
      expect(readSegment(hex(`4f4441524543310a 00000000 ${length} aabb`))?.records).toEqual([]);
  });

  it('never goes back in time', () => {
    const late = hex('4f4441524543310a 00000064 00000001 aa 00000001 00000001 bb');
    expect(readSegment(late)?.records.map(({ atMs }) => atMs)).toEqual([100, 100]);
  });
});

it('a record of nothing, or of too much, is not written', () => {
  expect(() => encodeRecordHead(0, 0)).toThrow(RangeError);
  expect(() => encodeRecordHead(0, MAX_RECORD_BYTES + 1)).toThrow(RangeError);
});

it('what is written is what is read', () => {
  const record = fc.record({
    gapMs: fc.nat(100_000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 30 }), fc.uint8Array({ maxLength: 7 }), (given, tail) => {
      let atMs = 0;
      const records = given.map(({ gapMs, bytes }) => ({ atMs: (atMs += gapMs), bytes }));
      const parts = records.flatMap((one) => [encodeRecordHead(one.atMs, one.bytes.length), one.bytes]);
      const read = readSegment(Uint8Array.from(Buffer.concat([SEGMENT_MAGIC, ...parts, tail])));
      expect(read?.records.map((one) => ({ ...one, bytes: Uint8Array.from(one.bytes) }))).toEqual(records);
    }),
    { numRuns: 300 },
  );
});

it('any bytes at all are read without a throw, and never beyond their end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 512 }), (bytes) => {
      const file = Uint8Array.from(Buffer.concat([SEGMENT_MAGIC, bytes]));
      expect(readSegment(file)?.wholeBytes).toBeLessThanOrEqual(file.length);
    }),
    { numRuns: 500 },
  );
});
