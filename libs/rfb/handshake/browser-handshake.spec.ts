import { describe, expect, it } from '@jest/globals';
import { cuts, hex, joined, singleBytes } from '../testing/hex.js';
import { runHandshake } from '../testing/run-handshake.js';
import { browserHandshake } from './browser-handshake.js';

const CLIENT = hex(`
  52464220 3030332e 3030380a  # RFB 003.008\\n
  01                          # security type None
  00                          # ClientInit, not shared
`);
const OURS = hex(`
  52464220 3030332e 3030380a  # RFB 003.008\\n
  01 01                       # one security type: None
  00000000                    # security result: ok
`);

describe('the handshake towards a browser', () => {
  it.each([
    ['RFB 3.3', '52464220 3030332e 3030330a', 'the client speaks another version'],
    ['RFB 3.7', '52464220 3030332e 3030370a', 'the client speaks another version'],
    ['no line end', '52464220 3030332e 30303820', 'the client speaks another version'],
    ['HTTP', '47455420 2f204854 54502f31', 'the client speaks another version'],
    ['VNC authentication', '52464220 3030332e 3030380a 02', 'the client chose a security type not offered'],
    ['security type 0', '52464220 3030332e 3030380a 00', 'the client chose a security type not offered'],
  ])('refuses %s', (_, text, reason) => {
    for (const pieces of [...cuts(hex(text)), singleBytes(hex(text))]) {
      expect(runHandshake(browserHandshake(), pieces).end).toMatchObject({ status: 'failed', reason });
    }
  });

  it('is not over before ClientInit', () => {
    expect(runHandshake(browserHandshake(), [CLIENT.slice(0, -1)]).end).toMatchObject({
      status: 'incomplete',
    });
  });

  it('offers None alone, wherever the stream is cut', () => {
    for (const pieces of [...cuts(CLIENT), singleBytes(CLIENT)]) {
      const { sent, end } = runHandshake(browserHandshake(), pieces);
      expect(sent).toEqual(OURS);
      expect(end).toMatchObject({ status: 'done', result: { shared: false } });
    }
  });

  it('speaks first', () => {
    expect(browserHandshake().receive()).toMatchObject({ status: 'incomplete', send: [OURS.slice(0, 12)] });
  });

  it('hands on what came behind ClientInit', () => {
    const messages = hex('030000000000 0500 02d0');
    const { end } = runHandshake(browserHandshake(), [joined(CLIENT, messages)]);
    expect(end).toMatchObject({ status: 'done', rest: messages });
  });

  it('takes nothing once it has ended', () => {
    const handshake = browserHandshake();
    handshake.receive();
    handshake.receive(CLIENT);
    expect(() => handshake.receive(CLIENT)).toThrow('has ended');
  });
});
