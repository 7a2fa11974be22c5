import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeServerInit } from '../server-init.js';
import { cuts, hex, joined, singleBytes } from '../testing/hex.js';
import { runHandshake } from '../testing/run-handshake.js';
import { desktopHandshake } from './desktop-handshake.js';

const VERSION = '52464220 3030332e 3030380a  # RFB 003.008\\n\n';
const SERVER_INIT = `
  0500 02d0                 # 1280 x 720
  20 18 00 01               # 32 bits a pixel, depth 24, little endian, true colour
  00ff 00ff 00ff 10 08 00   # max and shift of red, green, blue
  000000                    # padding
  00000002 6f6b             # a name of two bytes: ok
`;
const OK = '00000000  # security result: ok\n';

const NONE = hex(`${VERSION} 02 02 01 # VNC authentication, None\n ${OK} ${SERVER_INIT}`);
const CHALLENGE = '00112233445566778899aabbccddeeff # challenge\n';
const WITH_PASSWORD = hex(`${VERSION} 01 02 # VNC authentication\n ${CHALLENGE} ${OK} ${SERVER_INIT}`);

describe('the handshake towards a desktop', () => {
  it.each([
    ['another protocol', '5353482d 322e302d 4f70656e', 'the desktop does not speak RFB'],
    ['RFB 3.3', '52464220 3030332e 3030330a', 'the desktop is older than RFB 3.8'],
    ['RFB 3.7', '52464220 3030332e 3030370a', 'the desktop is older than RFB 3.8'],
    [
      'only security types unknown to us',
      `${VERSION} 02 13 10`,
      'the desktop offers no security type of ours',
    ],
    ['VNC authentication without a password', `${VERSION} 01 02`, 'the desktop wants a password'],
    ['no security types and a reason', `${VERSION} 00 00000002 6e6f`, 'the desktop refused: no'],
    ['a reason that is not text', `${VERSION} 00 00000002 0a1b`, 'the desktop refused: ??'],
    ['a reason of 4 GiB', `${VERSION} 00 ffffffff`, 'the desktop refused at too great a length'],
    ['a wrong result', `${VERSION} 01 01 00000001 00000003 626164`, 'the desktop refused: bad'],
    [
      'a name of 4 GiB',
      `${VERSION} 01 01 ${OK} 0500 02d0 20180001 00ff00ff00ff 100800 000000 ffffffff`,
      'the name of the desktop is too long',
    ],
    [
      'no pixels',
      `${VERSION} 01 01 ${OK} 0000 02d0 20180001 00ff00ff00ff 100800 000000 00000000`,
      'the desktop has no usable picture',
    ],
    [
      'an impossible pixel format',
      `${VERSION} 01 01 ${OK} 0500 02d0 18180001 00ff00ff00ff 100800 000000 00000000`,
      'the desktop has no usable picture',
    ],
  ])('refuses %s', (_, text, reason) => {
    for (const pieces of [...cuts(hex(text)), singleBytes(hex(text))]) {
      expect(runHandshake(desktopHandshake(), pieces).end).toMatchObject({ status: 'failed', reason });
    }
  });

  it('prefers None and shares the desktop, wherever the stream is cut', () => {
    for (const pieces of [...cuts(NONE), singleBytes(NONE)]) {
      const { sent, end } = runHandshake(desktopHandshake({ password: 'secret' }), pieces);
      expect(sent).toEqual(hex(`${VERSION} 01 # None\n 01 # shared`));
      expect(end).toMatchObject({ status: 'done', result: { width: 1280, height: 720, name: hex('6f6b') } });
    }
  });

  it('answers a challenge, wherever the stream is cut', () => {
    for (const pieces of [...cuts(WITH_PASSWORD), singleBytes(WITH_PASSWORD)]) {
      const { sent, end } = runHandshake(desktopHandshake({ password: 'COW' }), pieces);
      expect(sent.length).toBe(12 + 1 + 16 + 1);
      expect(end).toMatchObject({ status: 'done', result: { width: 1280 } });
    }
  });

  it("takes Apple's version for 3.8", () => {
    const apple = joined(hex('52464220 3030332e 3838390a'), NONE.slice(12));
    expect(runHandshake(desktopHandshake(), [apple]).end).toMatchObject({ status: 'done' });
  });

  it('hands on what came behind ServerInit', () => {
    const { end } = runHandshake(desktopHandshake(), [joined(NONE, hex('02'))]);
    expect(end).toMatchObject({ status: 'done', rest: hex('02') });
  });

  it('gives a ServerInit that is written as it was read', () => {
    const { end } = runHandshake(desktopHandshake(), [NONE]);
    expect(end.status === 'done' && encodeServerInit(end.result)).toEqual(hex(SERVER_INIT));
  });

  it('never throws on any bytes, behind any part of a good begin', () => {
    fc.assert(
      fc.property(fc.nat(NONE.length), fc.uint8Array({ maxLength: 200 }), (good, garbage) => {
        const { end } = runHandshake(desktopHandshake({ password: 'x' }), [NONE.slice(0, good), garbage]);
        expect(['incomplete', 'failed', 'done']).toContain(end.status);
      }),
      { numRuns: 500 },
    );
  });
});
