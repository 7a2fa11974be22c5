import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

const RESOLVE_TIMEOUT_MS = 5_000;

/**
 * Every address the host's resolver knows for `hostname`; a literal is its own address. Also what getaddrinfo makes
 * of `127.1` or `0x7f000001`, which is why spellings need no rules of their own.
 * @throws Error when there is none, or no answer in time
 */
export async function resolveAddresses(hostname: string): Promise<string[]> {
  if (isIP(hostname) !== 0) return [hostname];
  const answers = await withTimeout(lookup(hostname, { all: true, order: 'verbatim' }), hostname);
  return answers.map(({ address }) => address);
}

function withTimeout<T>(work: Promise<T>, hostname: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer for ${hostname}`)), RESOLVE_TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
