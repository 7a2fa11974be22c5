import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EchoServer, MAX_PAYLOAD } from './testing/echo-server.js';
import { said } from './testing/heard.js';
import { frame, OPCODE } from './testing/raw-frame.js';

const { text, binary, ping, pong } = OPCODE;
const HELLO = frame({ opcode: text, payload: 'hello' });

let server: EchoServer;
beforeAll(async () => {
  server = await EchoServer.start();
});
afterAll(() => server.stop());

describe('RFC 6455 5.2: an unacceptable frame ends the connection with 1002 after what was sound', () => {
  const rsv = [1, 2, 3, 4, 5, 6, 7];
  const kinds = { text, binary, ping, pong, close: OPCODE.close };

  it.each(
    Object.entries(kinds).flatMap(([kind, opcode]) => rsv.map((bits) => [kind, bits, opcode] as const)),
  )('a %s with reserved bits %i', async (_kind, bits, opcode) => {
    const bad = frame({ opcode, rsv: bits });
    expect(await server.answerUntilClosed([HELLO, bad, HELLO])).toEqual([
      said.text('hello'),
      said.close(1002),
    ]);
  });

  it.each([3, 4, 5, 6, 7, 11, 12, 13, 14, 15])(
    'reserved opcode %i, empty or not, whole or chopped',
    async (opcode) => {
      const expected = [said.text('hello'), said.close(1002)];
      expect(await server.answerUntilClosed([HELLO, frame({ opcode }), HELLO])).toEqual(expected);
      const full = frame({ opcode, payload: 'reserved' });
      expect(await server.answerUntilClosed([HELLO, full, HELLO])).toEqual(expected);
      expect(await server.answerUntilClosed([HELLO, full, HELLO], 1)).toEqual(expected);
    },
  );

  it.each(Object.entries(kinds))('a %s without a mask', async (_kind, opcode) => {
    const bare = frame({ opcode, payload: opcode === OPCODE.close ? '' : 'bare', masked: false });
    expect(await server.answerUntilClosed([HELLO, bare, HELLO])).toEqual([
      said.text('hello'),
      said.close(1002),
    ]);
  });

  it.each([
    ['ping', ping],
    ['pong', pong],
  ])('a %s of 126 bytes', async (_kind, opcode) => {
    const long = frame({ opcode, payload: Buffer.alloc(126, 0xfe) });
    expect(await server.answerUntilClosed([long, HELLO])).toEqual([said.close(1002)]);
  });
});

describe('RFC 6455 5.6: a message comes back as it was sent', () => {
  const lengths = [0, 1, 125, 126, 127, 128, 65_535, MAX_PAYLOAD];

  it.each(lengths)('text of %i bytes, whole and chopped', async (length) => {
    const payload = '*'.repeat(length);
    const expected = [said.text(payload), said.close(1000)];
    const sent = [frame({ opcode: text, payload })];
    expect(await server.answerUntilClosed(sent)).toEqual(expected);
    expect(await server.answerUntilClosed(sent, length > 128 ? 997 : 1)).toEqual(expected);
  });

  it.each(lengths)('binary of %i bytes, whole and chopped', async (length) => {
    const payload = randomBytes(length);
    const expected = [said.binary(payload), said.close(1000)];
    const sent = [frame({ opcode: binary, payload })];
    expect(await server.answerUntilClosed(sent)).toEqual(expected);
    expect(await server.answerUntilClosed(sent, length > 128 ? 997 : 1)).toEqual(expected);
  });
});

describe('RFC 6455 5.5.2 and 5.5.3: a ping', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello, world')],
    ['bytes that are no text', Buffer.from('00fffefdfcfb00ff', 'hex')],
    ['125 bytes', Buffer.alloc(125, 0xfe)],
  ])('with %s is answered by a pong with the same, whole and chopped', async (_name, payload) => {
    const sent = [frame({ opcode: ping, payload })];
    const expected = [said.pong(payload), said.close(1000)];
    expect(await server.answerUntilClosed(sent)).toEqual(expected);
    expect(await server.answerUntilClosed(sent, 1)).toEqual(expected);
  });

  const pings = (count: number) =>
    Array.from({ length: count }, (_, n) => frame({ opcode: ping, payload: `payload-${n}` }));
  const pongs = (count: number) => Array.from({ length: count }, (_, n) => said.pong(`payload-${n}`));

  it('of ten is answered in its turn, in one segment and one byte at a time', async () => {
    expect(await server.answerUntilClosed(pings(10))).toEqual([...pongs(10), said.close(1000)]);
    expect(await server.answerUntilClosed(pings(10), 1)).toEqual([...pongs(10), said.close(1000)]);
  });

  it('of sixteen in one segment is answered; with one more the socket is cut, since pongs may not pile up', async () => {
    expect(await server.answerUntilClosed(pings(16))).toEqual([...pongs(16), said.close(1000)]);
    expect(await server.answerTo(pings(17))).toEqual(pongs(16));
  });

  it('of ten thousand is not waited for: the connection is reset with most of them unread', async () => {
    await expect(server.answerTo(pings(10_000))).rejects.toThrow('ECONNRESET');
  });

  it('is answered after a pong nobody asked for, which is not', async () => {
    const sent = [frame({ opcode: pong, payload: 'unsolicited' }), frame({ opcode: ping, payload: 'asked' })];
    expect(await server.answerUntilClosed(sent)).toEqual([said.pong('asked'), said.close(1000)]);
    expect(await server.answerUntilClosed([frame({ opcode: pong })])).toEqual([said.close(1000)]);
  });
});

describe('RFC 7692: compression', () => {
  it.each(['permessage-deflate', 'permessage-deflate; client_max_window_bits', 'x-webkit-deflate-frame'])(
    'offered as %s is not agreed to, and a frame that claims it is refused',
    async (offer) => {
      const client = await server.connect({ 'Sec-WebSocket-Extensions': offer });
      expect(client.head).toMatch(/^HTTP\/1\.1 101 /);
      expect(client.head).not.toMatch(/^sec-websocket-extensions:/im);
      await client.send(frame({ opcode: text, payload: Buffer.from('f248cdc9c90700', 'hex'), rsv: 4 }));
      expect(await client.transcript()).toEqual([said.close(1002)]);
    },
  );
});
