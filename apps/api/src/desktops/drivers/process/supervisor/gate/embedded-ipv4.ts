import { isIPv6 } from 'node:net';
import { withoutZone } from './address-ranges.js';

/**
 * The IPv4 address that an IPv6 address stands for: mapped `::ffff:a.b.c.d`, compatible `::a.b.c.d`, NAT64
 * `64:ff9b::a.b.c.d` and `64:ff9b:1:…:a.b.c.d` (RFC 8215), 6to4 `2002:aabb:ccdd::`, the client of a Teredo address, its
 * bits turned round (RFC 4380 4), ISATAP `…:0:5efe:a.b.c.d` (RFC 5214 6.1). Null for every other address.
 */
export function embeddedIpv4(address: string): string | null {
  if (!isIPv6(address)) return null;
  const groups = groupsOf(withoutZone(address));
  const head = groups.slice(0, 6).join(':');
  if (['0:0:0:0:0:0', '0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0'].includes(head)) {
    return dotted(groups[6], groups[7]);
  }
  if (groups[0] === '2002') return dotted(groups[1], groups[2]);
  if (groups[0] === '2001' && groups[1] === '0') return dotted(inverted(groups[6]), inverted(groups[7]));
  const isLocalNat64 = groups.slice(0, 3).join(':') === '64:ff9b:1';
  const isIsatap = (groups[4] === '0' || groups[4] === '200') && groups[5] === '5efe';
  return isLocalNat64 || isIsatap ? dotted(groups[6], groups[7]) : null;
}

/** Eight groups of lower-case hex. The URL parser gives the canonical form: no leading zeros, no dotted tail. */
function groupsOf(address: string): string[] {
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = left === '' ? [] : left.split(':');
  if (right === undefined) return before;
  const after = right === '' ? [] : right.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

function inverted(group = '0'): string {
  return (parseInt(group, 16) ^ 0xffff).toString(16);
}

function dotted(high = '0', low = '0'): string {
  const [a, b] = [parseInt(high, 16), parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}
