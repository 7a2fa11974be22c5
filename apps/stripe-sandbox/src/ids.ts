import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Length of the random part, as Stripe's own ids have it. */
const LENGTHS = {
  cs_test: 58,
  pi: 24,
  ch: 24,
  py: 24,
  re: 24,
  pyr: 24,
  evt: 24,
  pm: 24,
  du: 24,
  issfr: 24,
  req: 14,
} as const;

/** An id in Stripe's manner: `pi_3kT…`. 62 letters against 256 byte values: the small bias is no matter here. */
export function newId(prefix: keyof typeof LENGTHS): string {
  const letters = Array.from(randomBytes(LENGTHS[prefix]), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}_${letters.join('')}`;
}
