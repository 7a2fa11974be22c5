import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { safeFileName } from './file-name.js';

describe('the name of an uploaded file', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\boot.ini', '_.._boot.ini'],
    ['.bashrc', 'bashrc'],
    ['a\u0000b\u001fc.txt', 'a_b_c.txt'],
    ['report\u202Efdp.exe', 'report_fdp.exe'],
    ['what? "this": <that>|*.txt', 'what_ _this__ _that___.txt'],
    ['..', 'file'],
    ['   ', 'file'],
    ['', 'file'],
    ['half \ud83d.txt', 'half \ufffd.txt'],
    ['notes. ', 'notes'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('stays what it was when it is a name: accents, scripts and emoji too', () => {
    for (const name of ['Übersicht 2026 (final).pdf', '日本語.tar.gz', '🎈.png', 'a'])
      expect(safeFileName(name)).toBe(name);
  });

  it('keeps its extension when it is cut', () => {
    const safe = safeFileName(`${'ü'.repeat(300)}.jpeg`);
    expect(safe).toMatch(/^ü+\.jpeg$/);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(250);
  });

  it('is one name of at most 250 bytes, whatever came, and stays the same when it is made safe again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).toMatch(/^[^/\0.][^/\0]*$/u);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(250);
        expect(safeFileName(safe)).toBe(safe);
      }),
    );
  });
});
