import { BlockList, isIP } from 'node:net';

/**
 * A set of address ranges such as `10.0.0.0/8`; a bare address is a range of one. The families stay apart: to a single
 * `BlockList`, `::ffff:10.0.0.1` is `10.0.0.1`, and here it is not.
 */
export class AddressRanges {
  private readonly ipv4 = new BlockList();
  private readonly ipv6 = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', bits] = range.split('/');
      if (address.includes(':')) this.ipv6.addSubnet(address, Number(bits ?? 128), 'ipv6');
      else this.ipv4.addSubnet(address, Number(bits ?? 32), 'ipv4');
    }
  }

  has(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    return family === 4 ? this.ipv4.check(address, 'ipv4') : this.ipv6.check(withoutZone(address), 'ipv6');
  }
}

/** `fe80::1%eth0` → `fe80::1`. */
export function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}
