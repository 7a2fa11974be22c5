import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that it can be read out and typed without mistakes. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP_LENGTH = 4;

/** What a person reads out to support: `7Q2F-K9MX`, 40 random bits. */
export function newReference(): string {
  const letters = Array.from(randomBytes(2 * GROUP_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${letters.slice(0, GROUP_LENGTH).join('')}-${letters.slice(GROUP_LENGTH).join('')}`;
}
