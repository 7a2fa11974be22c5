import { describe, expect, it } from '@jest/globals';
import { PASSWORD_MIN_LENGTH } from '#contracts';
import { COMMON_WORDS, KNOWN_BAD_PASSWORDS } from './known-bad-passwords.js';
import { passwordWeakness } from './password-policy.js';

const EMAIL = 'Margaret.Hale@example.com';

describe('passwordWeakness', () => {
  it.each([
    ['too short', 'x7#kQ2!pa'],
    ['too short, counted in characters and not in bytes', '🦦🦦🐢🐢🐙🐙🦀🦀🐡'],
    ['the e-mail address', 'margaret.hale@example.com'],
    ['the e-mail address in other case', 'MARGARET.HALE@EXAMPLE.COM'],
    ['the name before the at sign with digits', 'Margaret.Hale2026!'],
    ['one character repeated', 'aaaaaaaaaaaaaaa'],
    ['three characters repeated', 'abcabcabcabcabc'],
    ['a run of digits', '1234567890'],
    ['a run of digits backwards', '9876543210'],
    ['a run over the keyboard', 'qwertyuiop'],
    ['a run of letters', 'abcdefghijklm'],
    ['a known one', 'zaq12wsxcde3'],
    ['a known word with a year behind it', 'Welcome2031!'],
    ['a known word with digits around it', '12!!monkey3456'],
    ['a known one in other case', 'PassWord123'],
    ['a known one with digits for letters', 'p4ssw0rdp4ssw0rd'],
    ['a known one with digits for letters and behind it', 'P4ssw0rd2026'],
    ['a known one with spaces', 'let me in please'],
    ['our own name', 'OneDollarAgent'],
  ])('refuses what is %s', (_, password) => {
    expect(passwordWeakness(password, EMAIL)).toEqual(expect.any(String));
  });

  it.each([
    'violet otters paint slowly',
    'x7#kQ2!paW',
    'margaret.hale loves otters',
    'пароль для выдры',
    'a 73-18-42-96 a',
    'пароль a выдры 12',
    'aaaaaaaaaa but longer',
  ])('takes %j', (password) => {
    expect(passwordWeakness(password, EMAIL)).toBeUndefined();
  });
});

it('lists passwords in the form they are compared in, and none that its length refuses anyway', () => {
  for (const text of [...KNOWN_BAD_PASSWORDS, ...COMMON_WORDS]) expect(text).toBe(text.toLowerCase());
  for (const password of KNOWN_BAD_PASSWORDS) {
    expect(password.length).toBeGreaterThanOrEqual(PASSWORD_MIN_LENGTH);
  }
});
