import { createCipheriv } from 'node:crypto';

export const CHALLENGE_BYTES = 16;
const KEY_BYTES = 8;

/**
 * The answer to a VNC authentication challenge: both halves encrypted by DES with the password as key (RFC 6143
 * 7.2.2). The password counts for eight characters and not one more; VNC servers take it as Latin-1. OpenSSL offers
 * DES only as triple DES today, which with three equal keys is the single one.
 */
export function vncAuthenticationResponse(password: string, challenge: Uint8Array): Uint8Array {
  const key = Buffer.alloc(KEY_BYTES);
  key.write(password, 'latin1');
  // RFC 6143 errata 4951: each byte of the key goes in with its bits mirrored.
  const mirrored = key.map(mirrorBits);
  const cipher = createCipheriv('des-ede3', Buffer.concat([mirrored, mirrored, mirrored]), null);
  cipher.setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(challenge), cipher.final()]));
}

function mirrorBits(byte: number): number {
  let mirrored = 0;
  for (let bit = 0; bit < 8; bit += 1) mirrored |= ((byte >> bit) & 1) << (7 - bit);
  return mirrored;
}
