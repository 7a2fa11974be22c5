import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EchoServer, MAX_PAYLOAD } from './testing/echo-server.js';
import { said } from './testing/heard.js';
import { fragmented, frame, OPCODE } from './testing/raw-frame.js';

const { text, binary, ping, pong, continuation } = OPCODE;
const start = (payload: string) => frame({ opcode: text, payload, fin: false });
const more = (payload: string) => frame({ opcode: continuation, payload, fin: false });
const last = (payload: string) => frame({ opcode: continuation, payload });
const whole = (payload: string) => frame({ opcode: text, payload });
const pinged = frame({ opcode: ping, payload: 'ping' });

let server: EchoServer;
beforeAll(async () => {
  server = await EchoServer.start();
});
afterAll(() => server.stop());

describe('RFC 6455 5.4: fragments out of order close with 1002', () => {
  it.each<[name: string, sent: Buffer[], before: string[]]>([
    ['a ping in fragments', [frame({ opcode: ping, payload: 'a', fin: false }), last('b')], []],
    ['a pong in fragments', [frame({ opcode: pong, payload: 'a', fin: false }), last('b')], []],
    ['a last fragment of nothing', [last('no start'), whole('x')], []],
    ['a middle fragment of nothing', [more('no start'), whole('x')], []],
    ['a fragment after a message', [whole('x'), last('no start')], [said.text('x')]],
    ['a fragment after a fragmented message', [start('a'), last('b'), last('c')], [said.text('ab')]],
    ['a middle fragment after a fragmented message', [start('a'), last('b'), more('c')], [said.text('ab')]],
    ['text inside a fragmented message', [start('a'), whole('b'), last('c')], []],
    [
      'binary inside a fragmented message',
      [start('a'), frame({ opcode: binary, payload: 'b' }), last('c')],
      [],
    ],
    ['a start after a start', [start('a'), start('b'), last('c')], []],
    ['a start after a ping after a start', [start('a'), pinged, start('b')], [said.pong('ping')]],
  ])('%s', async (_name, sent, before) => {
    const expected = [...before, said.close(1002)];
    expect(await server.answerUntilClosed(sent)).toEqual(expected);
    expect(await server.answerUntilClosed(sent, 1)).toEqual(expected);
  });
});

describe('RFC 6455 5.4: a fragmented message comes back in one piece', () => {
  const pong1 = said.pong('ping');

  it.each<[name: string, sent: Buffer[], answers: string[]]>([
    ['of two', [start('frag1'), last('frag2')], [said.text('frag1frag2')]],
    ['of empty fragments only', [start(''), more(''), last('')], [said.text('')]],
    ['with its text in the middle', [start(''), more('middle'), last('')], [said.text('middle')]],
    ['after the pong to a ping inside it', [start('a'), pinged, last('b')], [pong1, said.text('ab')]],
    [
      'after the pongs to two pings inside it',
      [start('a'), pinged, more('b'), more('c'), pinged, last('d')],
      [pong1, pong1, said.text('abcd')],
    ],
    [
      'with an unasked pong inside it',
      [start('a'), frame({ opcode: pong, payload: 'unasked' }), last('b')],
      [said.text('ab')],
    ],
    ['before the next', [start('a'), last('b'), start('c'), last('d')], [said.text('ab'), said.text('cd')]],
  ])('%s', async (_name, sent, answers) => {
    const expected = [...answers, said.close(1000)];
    expect(await server.answerUntilClosed(sent)).toEqual(expected);
    expect(await server.answerUntilClosed(sent, 1)).toEqual(expected);
  });

  it('as large as may be, fragmented by its sender at 1300 bytes', async () => {
    const payload = '*'.repeat(MAX_PAYLOAD);
    const expected = [said.text(payload), said.close(1000)];
    expect(await server.answerUntilClosed(fragmented(text, payload, 1_300))).toEqual(expected);
  });
});

describe('RFC 6455 10.4: our limits', () => {
  const header = (declaredBytes: bigint, fin = true) => frame({ opcode: binary, fin, declaredBytes });

  it('close a message one byte too large with 1009, whole or in fragments', async () => {
    const payload = randomBytes(MAX_PAYLOAD + 1);
    const expected = [said.close(1009)];
    expect(await server.answerUntilClosed([frame({ opcode: binary, payload })])).toEqual(expected);
    expect(await server.answerUntilClosed(fragmented(binary, payload, 4_096))).toEqual(expected);
  });

  it.each([
    ['one byte too many', BigInt(MAX_PAYLOAD) + 1n],
    ['1 GiB', 2n ** 30n],
    ['4 GiB', 2n ** 32n],
    ['more than a number holds', 2n ** 53n],
    ['a length with its highest bit set', 2n ** 63n],
  ])('close with 1009 at a header that declares %s, before any data', async (_name, declared) => {
    expect(await server.answerTo([header(declared)])).toEqual([said.close(1009)]);
    expect(await server.answerTo([header(declared)], 1)).toEqual([said.close(1009)]);
    expect(await server.answerTo([header(declared, false)])).toEqual([said.close(1009)]);
  });

  it('let through a message of 64 fragments that is as large as may be', async () => {
    const payload = randomBytes(MAX_PAYLOAD);
    const expected = [said.binary(payload), said.close(1000)];
    expect(await server.answerUntilClosed(fragmented(binary, payload, MAX_PAYLOAD / 64))).toEqual(expected);
  });

  it('close a message of 65 fragments with 1008, empty or not', async () => {
    expect(await server.answerUntilClosed(fragmented(text, '*'.repeat(65), 1))).toEqual([said.close(1008)]);
    const empty = [start(''), ...Array.from({ length: 64 }, () => more(''))];
    expect(await server.answerUntilClosed(empty)).toEqual([said.close(1008)]);
  });

  it('count anew with each message', async () => {
    const payload = '*'.repeat(64);
    const sent = [...fragmented(text, payload, 1), ...fragmented(text, payload, 1)];
    expect(await server.answerUntilClosed(sent)).toEqual([
      said.text(payload),
      said.text(payload),
      said.close(1000),
    ]);
  });
});
