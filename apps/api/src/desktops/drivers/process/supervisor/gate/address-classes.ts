import { isIP } from 'node:net';
import { AddressRanges } from './address-ranges.js';

/** Why an address is not the public internet. */
export type SpecialClass =
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'link_local'
  | 'metadata'
  | 'shared'
  | 'multicast'
  | 'translated'
  | 'reserved';

/**
 * IANA's special-purpose registries (iana.org/assignments/iana-ipv4-special-registry and -ipv6-) and the addresses
 * where clouds answer with credentials (AWS, ECS, EKS, Azure, Alibaba, Oracle). First match decides.
 */
const CLASSES: readonly (readonly [SpecialClass, readonly string[]])[] = [
  [
    'metadata',
    [
      '169.254.169.254/32',
      '169.254.170.2/32',
      '169.254.170.23/32',
      '168.63.129.16/32',
      '100.100.100.200/32',
      '192.0.0.192/32',
      'fd00:ec2::254/128',
      'fd00:ec2::23/128',
      'fe80::a9fe:a9fe/128',
    ],
  ],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10']],
  ['link_local', ['169.254.0.0/16', 'fe80::/10']],
  ['shared', ['100.64.0.0/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  // An IPv4 address inside an IPv6 one: compatible, mapped, SIIT, NAT64, 6to4, Teredo.
  [
    'translated',
    ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  ],
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '240.0.0.0/4',
    ],
  ],
  // Only 2000::/3 is handed out as public space; the rest of IPv6, and these parts of it, are reserved.
  ['reserved', ['2001::/23', '2001:db8::/32', '3fff::/20', '::/3', '4000::/2', '8000::/1']],
];

const CLASS_RANGES = CLASSES.map(([name, ranges]) => ({ name, ranges: new AddressRanges(ranges) }));

/** The class of a literal address, or `public`. Anything that is no address at all is `reserved`. */
export function classifyAddress(address: string): SpecialClass | 'public' {
  if (isIP(address) === 0) return 'reserved';
  return CLASS_RANGES.find(({ ranges }) => ranges.has(address))?.name ?? 'public';
}
