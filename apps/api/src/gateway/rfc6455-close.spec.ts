import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EchoServer, MAX_PAYLOAD } from './testing/echo-server.js';
import { said } from './testing/heard.js';
import { closePayload, frame, OPCODE } from './testing/raw-frame.js';

const { text, ping, close, continuation } = OPCODE;
const HELLO = frame({ opcode: text, payload: 'hello' });
const closing = (payload: Buffer | string) => frame({ opcode: close, payload });

let server: EchoServer;
beforeAll(async () => {
  server = await EchoServer.start();
});
afterAll(() => server.stop());

describe('RFC 6455 7.4: a close is refused with 1002', () => {
  // 1016-2999 are kept for the RFC's own later versions
  const codes = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];

  it.each(codes)('when its code is %i, with or without a reason', async (code) => {
    expect(await server.answerTo([closing(closePayload(code))])).toEqual([said.close(1002)]);
    expect(await server.answerTo([closing(closePayload(code, 'why'))])).toEqual([said.close(1002)]);
  });

  it.each([
    ['has half a code', closing(Buffer.of(0x03))],
    ['has a reason of 124 bytes', closing(closePayload(1000, '*'.repeat(124)))],
    ['is the first of two fragments', frame({ opcode: close, payload: closePayload(1000), fin: false })],
  ])('when it %s', async (_name, bytes) => {
    expect(await server.answerTo([HELLO, bytes])).toEqual([said.text('hello'), said.close(1002)]);
  });
});

describe('RFC 6455 5.5.1: a close', () => {
  it.each([
    ['a surrogate', 'eda080'],
    ['an overlong slash', 'c0af'],
    ['a code point cut off', 'cebae1bd'],
  ])('whose reason has %s is refused with 1007', async (_name, hex) => {
    const reason = Buffer.from(hex, 'hex');
    expect(await server.answerTo([closing(closePayload(1000, reason))])).toEqual([said.close(1007)]);
  });

  it('without a code is answered without one', async () => {
    expect(await server.answerTo([closing('')])).toEqual([said.closeWithoutCode()]);
  });

  // 1012-1014 were registered with IANA after the RFC
  const codes = [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
  ];

  it.each(codes)('with code %i is answered with the same, whole and chopped', async (code) => {
    const sent = [closing(closePayload(code))];
    expect(await server.answerTo(sent)).toEqual([said.close(code)]);
    expect(await server.answerTo(sent, 1)).toEqual([said.close(code)]);
  });

  it.each([
    ['a few letters', 'bye'],
    ['more than one byte a letter', 'Ende, κόσμε'],
    ['123 bytes', '*'.repeat(123)],
  ])('with a reason of %s is answered with the same', async (_name, reason) => {
    expect(await server.answerTo([closing(closePayload(1000, reason))])).toEqual([said.close(1000, reason)]);
  });

  it.each([
    ['a message', HELLO],
    ['a ping', frame({ opcode: ping, payload: 'still there?' })],
    ['another close', closing(closePayload(1001))],
    ['a broken frame', frame({ opcode: 15, rsv: 7 })],
  ])('is the last that is answered: %s after it is not', async (_name, after) => {
    const sent = [HELLO, closing(closePayload(1000)), after];
    expect(await server.answerTo(sent)).toEqual([said.text('hello'), said.close(1000)]);
    expect(await server.answerTo(sent, 1)).toEqual([said.text('hello'), said.close(1000)]);
  });

  it('waits its turn behind a message as large as may be', async () => {
    const payload = '*'.repeat(MAX_PAYLOAD);
    const sent = [frame({ opcode: text, payload }), closing(closePayload(1000)), frame({ opcode: ping })];
    expect(await server.answerTo(sent)).toEqual([said.text(payload), said.close(1000)]);
  });

  it('inside a fragmented message ends it unanswered', async () => {
    const sent = [
      frame({ opcode: text, payload: 'half', fin: false }),
      closing(closePayload(1000)),
      frame({ opcode: continuation, payload: ' and half' }),
    ];
    expect(await server.answerTo(sent)).toEqual([said.close(1000)]);
  });
});
