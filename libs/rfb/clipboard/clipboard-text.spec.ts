import { describe, expect, it } from '@jest/globals';
import { deflateSync, inflateSync } from 'node:zlib';
import { hex } from '../testing/hex.js';
import { deflateClipboardText, inflateClipboardText } from './clipboard-text.js';

const KIB = 1024;
/** A length and what follows it, compressed. */
const body = (length: number, text: Uint8Array) => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return deflateSync(Buffer.concat([head, text]));
};

describe('a compressed text', () => {
  it('is refused when it inflates beyond the bound: 64 MiB from 64 KiB', () => {
    const bomb = body(64 * KIB * KIB, Buffer.alloc(64 * KIB * KIB));
    expect(bomb.length).toBeLessThan(70 * KIB);
    expect(inflateClipboardText(bomb, 256 * KIB)).toBeUndefined();
  });

  it('costs no more memory than the bound, however often it is tried', () => {
    const bomb = body(64 * KIB * KIB, Buffer.alloc(64 * KIB * KIB));
    const before = process.memoryUsage().arrayBuffers;
    for (let tries = 0; tries < 8; tries += 1) inflateClipboardText(bomb, 256 * KIB);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * KIB * KIB);
  });

  it.each([
    ['is longer than it says', body(2, Buffer.from('abc'))],
    ['is shorter than it says', body(4, Buffer.from('abc'))],
    ['brings a second text', body(3, Buffer.concat([Buffer.from('abc'), hex('00000001 62')]))],
    ['has no length', deflateSync(Buffer.of(0, 0, 0))],
    ['is no UTF-8', body(2, hex('c328'))],
    ['is half of a character', body(3, hex('f09f98'))],
    ['is no zlib', hex('deadbeef')],
    ['is empty', hex('')],
  ])('is refused when it %s', (_, deflated) => {
    expect(inflateClipboardText(deflated, KIB)).toBeUndefined();
  });

  it('may be as long as the bound, and not a byte longer', () => {
    expect(inflateClipboardText(body(16, Buffer.alloc(16, 'a')), 16)).toHaveLength(16);
    expect(inflateClipboardText(body(17, Buffer.alloc(17, 'a')), 16)).toBeUndefined();
  });

  it('need not be ended: noVNC flushes its stream and leaves it open', () => {
    const flushed = hex(`
      78 9c              # zlib
      62 60 60 60 4a 64  # 00000002 61 00, in a block that is not the last
      00 0000 00 ffff    # the marker of a flush
    `);
    expect(inflateClipboardText(flushed, KIB)).toEqual(Buffer.from('a\0'));
  });

  it('comes back as it was, accents and emoji too', () => {
    const text = Buffer.from('Grüße, naïve Œuvre — 你好 🎉👩‍👩‍👧\r\n\0');
    const deflated = deflateClipboardText(text);
    expect(Buffer.from(inflateClipboardText(deflated, KIB) ?? [])).toEqual(text);
    expect(inflateSync(deflated).readUInt32BE()).toBe(text.length);
  });
});
