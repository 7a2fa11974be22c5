import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXAMPLES } from '../testing/client-message-examples.js';
import { joined } from '../testing/hex.js';
import { ClientMessageParser } from './client-message-parser.js';

/** What came out, as text: the kinds, then how it ended. */
function outcome(stream: Uint8Array, lengths: readonly number[]): string[] {
  const parser = new ClientMessageParser();
  const seen: string[] = [];
  let [offset, turn] = [0, 0];
  for (;;) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    parser.push(stream.subarray(offset, offset + length));
    [offset, turn] = [offset + length, turn + 1];
    let parsed = parser.next();
    for (; parsed.status === 'message'; parsed = parser.next()) seen.push(parsed.message.kind);
    if (parsed.status === 'malformed') return [...seen, parsed.reason];
    if (offset >= stream.length) return seen;
  }
}

const plain = Object.values(EXAMPLES).filter((example) => !('options' in example));
const chunkLengths = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 });

describe('any bytes at all', () => {
  it('never throw, and mean the same however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2048 }), chunkLengths, (stream, lengths) => {
        expect(outcome(stream, lengths)).toEqual(outcome(stream, [stream.length]));
      }),
      { numRuns: 500 },
    );
  });

  it('never throw behind the first byte of a message that exists', () => {
    const begin = fc.constantFrom(0, 2, 3, 4, 5, 6, 150, 248, 250, 251, 253, 255);
    fc.assert(
      fc.property(begin, fc.uint8Array({ maxLength: 512 }), chunkLengths, (type, tail, lengths) => {
        const stream = joined(Uint8Array.of(type), tail);
        expect(outcome(stream, lengths)).toEqual(outcome(stream, [stream.length]));
      }),
      { numRuns: 500 },
    );
  });
});

it('keeps step: any sequence of messages in any chunks is that sequence', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...plain), { maxLength: 40 }), chunkLengths, (examples, lengths) => {
      const stream = joined(...examples.map(({ bytes }) => bytes));
      expect(outcome(stream, lengths)).toEqual(examples.map(({ message }) => message.kind));
    }),
    { numRuns: 200 },
  );
});

const STREAM_BYTES = 100_000;
const SEEDS = 10_000;

/** xorshift32 once; each seed is another 100 KB of it: to draw a gigabyte takes half a minute and finds no more. */
function randomBytes(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = 0x9e3779b9;
  for (let n = 0; n < words.length; n += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[n] = state;
  }
  return new Uint8Array(words.buffer);
}

it('10,000 seeds of 100 KB: each is read to its end or breaks for good (case V30)', () => {
  const random = randomBytes(STREAM_BYTES + SEEDS);
  const begins = Object.values(EXAMPLES).map(({ bytes }) => bytes.slice(0, 1));
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const parser = new ClientMessageParser({ maxClipboardBytes: seed % 4_096 });
    parser.push(begins[seed % begins.length] ?? new Uint8Array(0)); // a step further in than chance would get
    expect(parser.next().status).toBe('incomplete');
    parser.push(random.subarray(seed, seed + STREAM_BYTES));
    let parsed = parser.next();
    for (; parsed.status === 'message'; parsed = parser.next());
    if (parsed.status === 'malformed') expect(parser.next()).toEqual(parsed);
  }
});
