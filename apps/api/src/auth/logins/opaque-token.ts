import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
/** 32 bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/** 256 random bits that mean nothing by themselves; only their hash is stored. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What the database knows of a token. A fast hash is right here: 256 random bits cannot be guessed from it. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isTokenShaped(text: string): boolean {
  return TOKEN.test(text);
}
