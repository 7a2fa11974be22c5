import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EchoServer } from './testing/echo-server.js';
import { said } from './testing/heard.js';
import { fragmented, frame, OPCODE } from './testing/raw-frame.js';

const { text, binary } = OPCODE;

/** ws looks at texts under 24 bytes with code of its own, and at longer ones with Node's: both must agree. */
const PADDING = Buffer.from('*'.repeat(24));

let server: EchoServer;
beforeAll(async () => {
  server = await EchoServer.start();
});
afterAll(() => server.stop());

// RFC 3629 3, and the stress test of Markus Kuhn that the public suite draws from
const INVALID: [name: string, hex: string][] = [
  ['a first continuation byte alone', '80'],
  ['a last continuation byte alone', 'bf'],
  ['continuation bytes between letters', '6180bf62'],
  ['a slash in two bytes', 'c0af'],
  ['a slash in three bytes', 'e080af'],
  ['a slash in four bytes', 'f08080af'],
  ['a slash in five bytes', 'f8808080af'],
  ['a slash in six bytes', 'fc80808080af'],
  ['U+0000 in two bytes', 'c080'],
  ['U+007F in two bytes', 'c1bf'],
  ['U+07FF in three bytes', 'e09fbf'],
  ['U+FFFF in four bytes', 'f08fbfbf'],
  ['the first high surrogate', 'eda080'],
  ['the last high surrogate', 'edafbf'],
  ['the first low surrogate', 'edb080'],
  ['the last low surrogate', 'edbfbf'],
  ['a pair of surrogates', 'eda080edb080'],
  ['a surrogate in a word', 'cebae1bdb9cf83cebcceb5eda080656469746564'],
  ['U+110000', 'f4908080'],
  ['U+1FFFFF', 'f7bfbfbf'],
  ['a sequence of five bytes', 'f888808080'],
  ['a sequence of six bytes', 'fc8480808080'],
  ['bytes that UTF-8 never has', 'fefeffff'],
  ['two bytes cut off after one', 'cf'],
  ['three bytes cut off after two', 'e282'],
  ['four bytes cut off after one', 'f0'],
  ['four bytes cut off after three', 'f09f98'],
  ['a sequence cut off by a letter', 'e28261'],
];

const VALID: [name: string, text: string][] = [
  ['a word of several scripts', 'Hello-µ@ßöäüàá-UTF-8!!'],
  ['a Greek word', 'κόσμε'],
  ['U+0000', '\u0000'],
  ['the ends of one byte and two', '\u007f\u0080\u07ff'],
  ['the ends of three bytes', '\u0800\uffff'],
  ['the ends of four bytes', '\u{10000}\u{10ffff}'],
  ['the neighbours of surrogates', '\ud7ff\ue000'],
  ['the replacement character', '\ufffd'],
  ['code points that are no characters', '\ufdd0\ufffe\u{1fffe}\u{10fffe}'],
];

describe('RFC 6455 8.1: text that is not UTF-8 closes with 1007', () => {
  it.each(INVALID)('%s', async (_name, hex) => {
    const payload = Buffer.from(hex, 'hex');
    const expected = [said.close(1007)];
    expect(await server.answerUntilClosed([frame({ opcode: text, payload })])).toEqual(expected);
    expect(await server.answerUntilClosed([frame({ opcode: text, payload })], 1)).toEqual(expected);
    expect(await server.answerUntilClosed(fragmented(text, payload, 1))).toEqual(expected);
    const long = Buffer.concat([PADDING, payload]);
    expect(await server.answerUntilClosed([frame({ opcode: text, payload: long })])).toEqual(expected);
  });

  it('in the first of three fragments, by the end of the message at the latest', async () => {
    const sent = [
      frame({ opcode: text, payload: Buffer.from('cebae1bdb9cf83cebcceb5f4908080', 'hex'), fin: false }),
      frame({ opcode: OPCODE.continuation, payload: 'edited', fin: false }),
      frame({ opcode: OPCODE.continuation, payload: '' }),
    ];
    expect(await server.answerUntilClosed(sent)).toEqual([said.close(1007)]);
    expect(await server.answerUntilClosed(sent, 1)).toEqual([said.close(1007)]);
  });

  it('also when it comes after sound text, which is answered', async () => {
    const sent = [
      frame({ opcode: text, payload: 'κόσμε' }),
      frame({ opcode: text, payload: Buffer.of(0xc0, 0xaf) }),
      frame({ opcode: text, payload: 'never read' }),
    ];
    expect(await server.answerUntilClosed(sent)).toEqual([said.text('κόσμε'), said.close(1007)]);
  });
});

describe('RFC 6455 5.6: text that is UTF-8 comes back', () => {
  it.each(VALID)('%s, whole and cut inside its code points', async (_name, payload) => {
    const expected = [said.text(payload), said.close(1000)];
    expect(await server.answerUntilClosed([frame({ opcode: text, payload })])).toEqual(expected);
    expect(await server.answerUntilClosed([frame({ opcode: text, payload })], 1)).toEqual(expected);
    expect(await server.answerUntilClosed(fragmented(text, payload, 1))).toEqual(expected);
    expect(await server.answerUntilClosed(fragmented(text, payload, 1), 1)).toEqual(expected);
    const long = Buffer.concat([PADDING, Buffer.from(payload)]);
    expect(await server.answerUntilClosed([frame({ opcode: text, payload: long })])).toEqual([
      said.text(long),
      said.close(1000),
    ]);
  });

  it.each(INVALID)('and as binary nobody asks whether it is: %s', async (_name, hex) => {
    const payload = Buffer.from(hex, 'hex');
    const sent = [frame({ opcode: binary, payload })];
    expect(await server.answerUntilClosed(sent)).toEqual([said.binary(payload), said.close(1000)]);
  });
});
