import { describe, expect, it } from '@jest/globals';
import { PasswordHashes } from './password-hashes.js';

const hashes = new PasswordHashes();

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

describe('PasswordHashes', () => {
  it('refuses another password, and any password where there is no account', async () => {
    const hash = await hashes.make('violet otters');
    expect(await hashes.fits('violet otter', hash)).toBe(false);
    expect(await hashes.fits('violet otters', undefined)).toBe(false);
  });

  it('does the same work where there is no account', async () => {
    const hash = await hashes.make('violet otters');
    await hashes.fits('warm', undefined);
    const known = await Promise.all([1, 2, 3].map(() => elapsedMs(() => hashes.fits('wrong', hash))));
    const unknown = await Promise.all([1, 2, 3].map(() => elapsedMs(() => hashes.fits('wrong', undefined))));
    // without the work it would be a thousandth; a busy machine does not make it a quarter
    expect(Math.max(...unknown)).toBeGreaterThan(Math.min(...known) / 4);
  });

  it('makes argon2id hashes of the cost OWASP asks for, salted', async () => {
    const [one, two] = await Promise.all([hashes.make('violet otters'), hashes.make('violet otters')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hashes.fits('violet otters', one)).toBe(true);
  });
});
