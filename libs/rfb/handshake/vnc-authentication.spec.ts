import { expect, it } from '@jest/globals';
import { hex } from '../testing/hex.js';
import { vncAuthenticationResponse } from './vnc-authentication.js';

// The key and the answer of the file ~/.vnc/passwd as `vncpasswd` writes it: DES with the fixed key
// 17 52 6b 06 23 4e 58 07 of every VNC since 1998, over the password padded with zeros.
const FIXED_KEY = String.fromCharCode(0x17, 0x52, 0x6b, 0x06, 0x23, 0x4e, 0x58, 0x07);

it('encrypts as the VNC programs do', () => {
  const challenge = hex('70617373776f7264 70617373776f7264  # password, twice');
  expect(vncAuthenticationResponse(FIXED_KEY, challenge)).toEqual(hex('dbd83cfd727a1458 dbd83cfd727a1458'));
});

it('counts eight characters of a password and no more', () => {
  const challenge = hex('00112233445566778899aabbccddeeff');
  expect(vncAuthenticationResponse('12345678', challenge)).toEqual(
    vncAuthenticationResponse('123456789', challenge),
  );
  expect(vncAuthenticationResponse('12345678', challenge)).not.toEqual(
    vncAuthenticationResponse('1234567', challenge),
  );
});
