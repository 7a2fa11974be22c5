import { isIP } from 'node:net';
import { AddressRanges, withoutZone } from './address-ranges.js';

/** What `EGRESS_ONLY` lists. Empty: everything that nothing else closes. */
export interface ListedHosts {
  has(hostname: string, address: string): boolean;
}

/**
 * Entries are a name, `*.name` for every name below it and not itself, an address or a range. A name counts as the
 * browser asked for it, an address or a range as what is dialled. Null when there are no entries.
 */
export function parseListed(entries: readonly string[]): ListedHosts | null {
  if (entries.length === 0) return null;
  const isRange = (entry: string) => isIP(entry.split('/')[0] ?? '') !== 0;
  const ranges = new AddressRanges(entries.filter(isRange));
  const names = entries.filter((entry) => !isRange(entry)).map((entry) => entry.toLowerCase());
  const exact = new Set(names.filter((name) => !name.startsWith('*.')));
  const below = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(1)); // `.example.com`
  return {
    has: (hostname, address) =>
      exact.has(hostname) ||
      below.some((suffix) => hostname.length > suffix.length && hostname.endsWith(suffix)) ||
      ranges.has(withoutZone(address)),
  };
}
