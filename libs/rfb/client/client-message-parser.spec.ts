import { describe, expect, it } from '@jest/globals';
import { cuts, hex, joined, singleBytes } from '../testing/hex.js';
import { EXAMPLES, type Example } from '../testing/client-message-examples.js';
import type { ClientMessage } from './client-message.js';
import { ClientMessageParser, type ClientParserOptions, type Parsed } from './client-message-parser.js';

/** Feeds the chunks one by one; gives what was found and how it ended. */
function parse(
  chunks: readonly Uint8Array[],
  options?: ClientParserOptions,
): { messages: ClientMessage[]; last: Parsed } {
  const parser = new ClientMessageParser(options);
  const messages: ClientMessage[] = [];
  let last: Parsed = { status: 'incomplete' };
  for (const chunk of chunks) {
    parser.push(chunk);
    for (last = parser.next(); last.status === 'message'; last = parser.next()) messages.push(last.message);
  }
  return { messages, last };
}

const incomplete = { status: 'incomplete' };
const malformed = (reason: string) => ({ status: 'malformed', reason });

describe('what is no client message', () => {
  it.each([
    ['a type that RFB does not have', 'ff02', 'unknown qemu message'],
    ['FixColourMapEntries, gone since RFB 3.3', '01', 'unknown message'],
    ['TurboVNC file transfer', 'fc', 'unknown message'],
    ['257 encodings', '02 00 0101', 'too many encodings'],
    ['65535 encodings', '02 00 ffff', 'too many encodings'],
    ['a fence of 65 bytes', 'f8 000000 80000001 41', 'fence too long'],
    ['a fence of 255 bytes', 'f8 000000 80000001 ff', 'fence too long'],
    ['a clipboard of 16 MiB and a byte', '06 000000 01000001', 'clipboard too long'],
    ['a clipboard of -2 GiB', '06 000000 80000000', 'clipboard too long'],
    ['an extended clipboard of 3 bytes', '06 000000 fffffffd', 'clipboard without flags'],
    ['24 bits a pixel', `00 000000 18180001 00ff00ff00ff 100800 000000`, 'impossible pixel format'],
    [
      'red and green on one place',
      `00 000000 20180001 00ff00ff00ff 000008 000000`,
      'impossible pixel format',
    ],
    [
      'more colours than its depth',
      `00 000000 20030001 00ff00ff00ff 100800 000000`,
      'impossible pixel format',
    ],
    [
      'a channel of no whole bits',
      `00 000000 20180001 00fe00ff00ff 100800 000000`,
      'impossible pixel format',
    ],
    ['a channel of ten bits', `00 000000 201e0001 03ff03ff03ff 140a00 000000`, 'impossible pixel format'],
    ['a colour map of 16 bits', `00 000000 10100000 000000000000 000000 000000`, 'impossible pixel format'],
    ['a red beyond the pixel', `00 000000 20180001 00ff00ff00ff 190800 000000`, 'impossible pixel format'],
  ])('refuses %s', (_, text, reason) => {
    expect(parse([hex(text)]).last).toEqual(malformed(reason));
    expect(parse(singleBytes(hex(text))).last).toEqual(malformed(reason));
  });

  it('stays refused: what follows is not looked at', () => {
    const { messages, last } = parse([hex('01'), EXAMPLES.keyEvent.bytes]);
    expect(messages).toEqual([]);
    expect(last).toEqual(malformed('unknown message'));
  });

  it('keeps the messages before the fault', () => {
    const { messages, last } = parse([joined(EXAMPLES.keyEvent.bytes, hex('01'))]);
    expect(messages.map(({ kind }) => kind)).toEqual(['keyEvent']);
    expect(last).toEqual(malformed('unknown message'));
  });

  it('is a bug to push before the last chunk was used up', () => {
    const parser = new ClientMessageParser();
    parser.push(EXAMPLES.keyEvent.bytes);
    expect(() => parser.push(EXAMPLES.keyEvent.bytes)).toThrow('push before');
  });
});

describe.each(Object.entries<Example>(EXAMPLES))('%s', (_, { bytes, options, message }) => {
  const expected = { bytes, ...message };

  it('is read when it comes whole', () => {
    expect(parse([bytes], options)).toEqual({ messages: [expected], last: incomplete });
  });

  it('is read when it is cut at any offset', () => {
    for (const pieces of cuts(bytes)) {
      expect(parse(pieces, options)).toEqual({ messages: [expected], last: incomplete });
    }
  });

  it('is read a byte at a time, and glued to others', () => {
    const stream = joined(bytes, bytes, EXAMPLES.keyEvent.bytes, bytes);
    const kinds = [message.kind, message.kind, 'keyEvent', message.kind];
    expect(parse(singleBytes(stream), options).messages.map(({ kind }) => kind)).toEqual(kinds);
    expect(parse([stream], options).messages.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is not there before its last byte', () => {
    expect(parse([bytes.slice(0, -1)], options)).toEqual({ messages: [], last: incomplete });
  });
});

describe('a clipboard longer than is kept', () => {
  const body = new Uint8Array(100).fill(0x61);
  const oversized = (length: string) => joined(hex(`06 000000 ${length}`), body);

  it.each([
    ['plain', '00000064'],
    ['extended', 'ffffff9c'],
  ])('is passed over, its length reported: %s', (_, length) => {
    for (const pieces of cuts(joined(oversized(length), EXAMPLES.keyEvent.bytes))) {
      const { messages } = parse(pieces, { maxClipboardBytes: 99 });
      expect(messages.map((message) => message.kind)).toEqual(['oversizedClipboard', 'keyEvent']);
      expect(messages[0]).toMatchObject({ length: 100, bytes: hex(`06 000000 ${length}`) });
    }
  });

  it('is kept at exactly the limit', () => {
    expect(parse([oversized('00000064')], { maxClipboardBytes: 100 }).messages).toMatchObject([
      { kind: 'clientCutText', text: body },
    ]);
  });

  it('does not limit other messages', () => {
    const { bytes, message } = EXAMPLES.setDesktopSize;
    expect(parse([bytes], { maxClipboardBytes: 1 }).messages).toEqual([{ bytes, ...message }]);
  });
});

it('owns the bytes of a message: the chunk can be reused', () => {
  const chunk = EXAMPLES.keyEvent.bytes.slice();
  const { messages } = parse([chunk]);
  chunk.fill(0);
  expect(messages[0]?.bytes).toEqual(EXAMPLES.keyEvent.bytes);
});
