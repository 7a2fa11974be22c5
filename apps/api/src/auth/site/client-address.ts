import { BlockList, isIP } from 'node:net';
import { normalizeIp } from '@nestjs/throttler';

/** Peers whose X-Forwarded-For counts, from `address` and `address/bits`. */
export function proxyList(ranges: readonly string[]): BlockList {
  const proxies = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  return proxies;
}

/**
 * Who really asks, when proxies of ours stand between:
 *
 * 1. Start with the peer of the connection.
 * 2. While that is a trusted proxy, go on to what it says it forwarded for: the rightmost entry not yet used.
 * 3. Stop at the first that is no trusted proxy. What stands left of it was written by it, and may be invented.
 * 4. An entry that is no address ends the walk: the proxy that wrote it is then the client.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: BlockList,
): string {
  let client = plainAddress(peer ?? '') ?? 'unknown';
  const entries = forwardedFor === undefined ? [] : forwardedFor.split(',');
  for (const entry of entries.reverse()) {
    if (!isTrusted(client, proxies)) break;
    const address = plainAddress(entry.trim());
    if (address === undefined) break;
    client = address;
  }
  return client;
}

export function isTrusted(address: string, proxies: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** What limits and caps count as one: an IPv4 address, but a whole IPv6 /64, of which one customer has 2^64 addresses. */
export function networkOf(address: string): string {
  return normalizeIp(address);
}

/** `1.2.3.4`, `1.2.3.4:567`, `[::1]:80`, `::ffff:1.2.3.4` → the address alone, an IPv4 one as such. */
export function plainAddress(text: string): string | undefined {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const address = bracketed ?? (/^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text);
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  return isIP(mapped) === 0 ? undefined : mapped.toLowerCase();
}
