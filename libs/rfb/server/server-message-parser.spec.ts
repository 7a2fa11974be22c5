import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cuts, hex, joined, singleBytes } from '../testing/hex.js';
import { SERVER_EXAMPLES } from '../testing/server-message-examples.js';
import { ServerMessageParser, type ParsedServer } from './server-message-parser.js';

/** All that is found in chunks that come one after the other, up to where it cannot be followed. */
function parse(chunks: readonly Uint8Array[]): Exclude<ParsedServer, { status: 'incomplete' }>[] {
  const parser = new ServerMessageParser();
  const found: Exclude<ParsedServer, { status: 'incomplete' }>[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    for (let parsed = parser.next(); parsed.status !== 'incomplete'; parsed = parser.next()) {
      found.push(parsed);
      if (parsed.status === 'malformed') return found;
    }
  }
  return found;
}
const messages = (...chunks: Uint8Array[]) =>
  parse(chunks).map((parsed) => (parsed.status === 'message' ? parsed.message : parsed.reason));

describe('what cannot be followed', () => {
  it.each([
    ['a message nobody asked for', '01 00 0000 0001 ffff0000ffff  # SetColourMapEntries', 'unknown message'],
    ['a fence', 'f8 000000 80000000 00', 'unknown message'],
    [
      'an encoding nobody asked for',
      '00 00 0001 0000 0000 0001 0001 00000010  # ZRLE',
      'encoding not asked for',
    ],
    ['a pointer', '00 00 0001 0000 0000 0001 0001 ffffff11  # Cursor', 'encoding not asked for'],
    ['Tight with PNG', '00 00 0001 0000 0000 0001 0001 00000007 a0', 'impossible tight rectangle'],
    ['Tight with filter 3', '00 00 0001 0000 0000 0001 0001 00000007 40 03', 'impossible tight rectangle'],
    ['raw pixels without end', '00 00 0001 0000 0000 ffff ffff 00000000', 'update too long'],
    ['a clipboard of 4 GiB', '03 000000 7fffffff', 'clipboard too long'],
  ])('is %s, and nothing after it is', (_, bytes, reason) => {
    expect(messages(hex(bytes), hex('02'))).toEqual([reason]);
  });
});

describe.each(Object.entries(SERVER_EXAMPLES))('%s', (_, { bytes, message }) => {
  const whole = message.kind === 'framebufferUpdate' ? { ...message, bytes } : message;

  it('is read wherever it is cut', () => {
    for (const chunks of [...cuts(bytes), singleBytes(bytes)]) expect(messages(...chunks)).toEqual([whole]);
  });

  it('is read between others', () => {
    const bell = hex('02');
    expect(messages(joined(bell, bytes, bytes, bell))).toEqual([
      { kind: 'bell' },
      whole,
      whole,
      { kind: 'bell' },
    ]);
  });
});

it('keeps nothing of a clipboard, however it is cut', () => {
  const secret = new TextEncoder().encode('correct horse');
  const stream = joined(hex('03 000000 0000000d'), secret, SERVER_EXAMPLES.raw.bytes);
  for (const chunks of [...cuts(stream), singleBytes(stream)]) {
    const found = messages(...chunks);
    expect(found[0]).toEqual({ kind: 'serverCutText', length: 13 });
    expect(found[1]).toMatchObject({ bytes: SERVER_EXAMPLES.raw.bytes });
  }
});

const lengths = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 });
function cutBy(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let [offset, turn] = [0, 0]; offset < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(stream.subarray(offset, offset + size));
    offset += size;
  }
  return chunks;
}

it('keeps step: any messages in any chunks are those messages', () => {
  const some = fc.array(fc.constantFrom(...Object.values(SERVER_EXAMPLES)), { maxLength: 30 });
  fc.assert(
    fc.property(some, lengths, (examples, sizes) => {
      const stream = joined(...examples.map(({ bytes }) => bytes));
      const kinds = parse(cutBy(stream, sizes)).map(
        (found) => found.status === 'message' && found.message.kind,
      );
      expect(kinds).toEqual(examples.map(({ message }) => message.kind));
    }),
    { numRuns: 200 },
  );
});

it('never throws, and means the same however any bytes are cut', () => {
  const begin = fc.constantFrom(hex(''), hex('00 00 0003'), hex('00 00 0001 0000 0000 0010 0010 00000007'));
  fc.assert(
    fc.property(begin, fc.uint8Array({ maxLength: 1024 }), lengths, (head, tail, sizes) => {
      const stream = joined(head, tail);
      expect(parse(cutBy(stream, sizes))).toEqual(parse([stream]));
    }),
    { numRuns: 500 },
  );
});
