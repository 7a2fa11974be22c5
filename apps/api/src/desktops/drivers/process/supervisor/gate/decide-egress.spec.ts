import { describe, expect, it } from '@jest/globals';
import { AddressRanges } from './address-ranges.js';
import { decideEgress, type EgressRules } from './decide-egress.js';
import { parseExceptions } from './egress-exceptions.js';
import { parseListed } from './listed-hosts.js';

const RULES: EgressRules = {
  ports: [80, 443],
  allowedEndpoints: [],
  allowedNetworks: new AddressRanges([]),
  listed: null,
  deniedNetworks: new AddressRanges([]),
  ownEndpoints: [
    { address: '127.0.0.1', port: 3000 },
    { address: '10.9.9.9', port: 5432 },
    { address: '198.18.0.7', port: 443 },
  ],
  hostAddresses: ['127.0.0.1', '::1', '198.18.0.7', '93.184.216.1', '2606:2800::7'],
  loopbackCanBeAllowed: true,
};

const decide = (address: string, port = 80, rules: Partial<EgressRules> = {}, hostname = 'page.example') => {
  const decision = decideEgress({ hostname, port, address }, { ...RULES, ...rules });
  return decision.allowed ? 'allowed' : decision.reason;
};

describe('without exceptions', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.0.0.2', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fec0::1', 'private'],
    ['169.254.1.1', 'link_local'],
    ['fe80::1', 'link_local'],
    ['fe80::1%eth0', 'link_local'],
    ['100.64.0.1', 'shared'],
    ['100.127.255.255', 'shared'],
    ['169.254.169.254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['192.0.0.192', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['100::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['not an address', 'reserved'],
    ['::ffff:8.8.8.8', 'translated'],
    ['::ffff:127.0.0.1', 'translated'],
    ['::ffff:7f00:1', 'translated'],
    ['0:0:0:0:0:FFFF:7F00:0001', 'translated'],
    ['::127.0.0.1', 'translated'],
    ['::ffff:0:127.0.0.1', 'translated'],
    ['64:ff9b::127.0.0.1', 'translated'],
    ['64:ff9b:1::7f00:1', 'translated'],
    ['2002:7f00:1::', 'translated'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'translated'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:a9fe:a9fe::1', 'metadata'],
    ['93.184.216.1', 'this_host'],
    ['2606:2800::7', 'this_host'],
  ])('%s is closed: %s', (address, reason) => {
    expect(decide(address)).toBe(reason);
  });

  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '169.253.0.1',
    '192.0.1.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is open', (address) => {
    expect(decide(address)).toBe('allowed');
    expect(decide(address, 443)).toBe('allowed');
  });

  it.each([22, 25, 3000, 3128, 5432, 5900, 6379, 8080, 9222])('port %i is closed', (port) => {
    expect(decide('93.184.216.34', port)).toBe('port');
  });
});

describe('a list of what may be reached', () => {
  const only = (...entries: string[]) => ({ listed: parseListed(entries) });

  it.each([
    ['8.8.8.8', 'shop.example', 'allowed'],
    ['8.8.8.8', 'a.docs.example', 'allowed'],
    ['8.8.4.4', 'other.example', 'allowed'],
    ['8.8.8.8', 'other.example', 'not_listed'],
    ['8.8.8.8', '8.8.8.8', 'not_listed'],
    ['10.0.0.1', 'shop.example', 'private'],
    ['127.0.0.1', 'shop.example', 'loopback'],
    ['169.254.169.254', 'shop.example', 'metadata'],
  ])('%s as %s: %s', (address, hostname, outcome) => {
    const rules = only('shop.example', '*.docs.example', '8.8.4.0/24');
    expect(decide(address, 80, rules, hostname)).toBe(outcome);
  });

  it('opens no port, and leaves exceptions what they are', () => {
    expect(decide('8.8.8.8', 22, only('shop.example'), 'shop.example')).toBe('port');
    expect(decide('10.1.2.3', 80, { ...only('shop.example'), ...parseExceptions(['10.0.0.0/8']) })).toBe(
      'allowed',
    );
  });
});

describe('what the operator denies', () => {
  const denied = { deniedNetworks: new AddressRanges(['198.51.0.0/16', '8.8.8.8', '2606:4700::/32']) };

  it.each(['8.8.8.8', '2606:4700::1111', '64:ff9b::808:808', '2002:808:808::1'])(
    '%s is closed',
    (address) => {
      expect(decide(address, 443, denied)).toBe('denied');
    },
  );

  it('is closed whatever is excepted or listed', () => {
    const rules = { ...denied, ...parseExceptions(['8.8.8.8:443']), listed: parseListed(['8.8.8.8']) };
    expect(decide('8.8.8.8', 443, rules)).toBe('denied');
  });
});

describe('an exception of the operator', () => {
  const withAllowed = (...entries: string[]) => parseExceptions(entries);

  it.each([
    ['10.1.2.3', 80, '10.0.0.0/8', 'allowed'],
    ['10.1.2.3', 8080, '10.0.0.0/8', 'port'],
    ['11.1.2.3', 8080, '10.0.0.0/8', 'port'],
    ['192.168.1.1', 80, '10.0.0.0/8', 'private'],
    ['10.1.2.3', 8080, '10.1.2.3:8080', 'allowed'],
    ['10.1.2.3', 8081, '10.1.2.3:8080', 'port'],
    ['10.1.2.4', 8080, '10.1.2.3:8080', 'port'],
    ['fd00::5', 8080, '[fd00::5]:8080', 'allowed'],
    ['fd00::5', 443, 'fd00::/8', 'allowed'],
    ['::ffff:10.1.2.3', 80, '10.0.0.0/8', 'translated'],
    ['127.0.0.1', 4000, '127.0.0.1:4000', 'allowed'],
  ])('%s port %i with %s: %s', (address, port, entry, outcome) => {
    expect(decide(address, port, withAllowed(entry))).toBe(outcome);
  });

  it('opens a name by that name, whatever it resolves to', () => {
    const allowed = withAllowed('Intranet.Example:8443');
    expect(decide('10.1.2.3', 8443, allowed, 'intranet.example')).toBe('allowed');
    expect(decide('10.1.2.3', 8443, allowed, 'other.example')).toBe('port');
  });

  it('never opens credentials of the cloud', () => {
    expect(decide('169.254.169.254', 80, withAllowed('169.254.0.0/16', '169.254.169.254:80'))).toBe(
      'metadata',
    );
    expect(decide('::ffff:169.254.169.254', 80, withAllowed('::ffff:0:0/96'))).toBe('metadata');
    expect(decide('169.254.169.254', 80, withAllowed('rebound.example:80'), 'rebound.example')).toBe(
      'metadata',
    );
  });

  it('never opens what is ours, by whichever address of this host', () => {
    const allowed = withAllowed('127.0.0.0/8', '0.0.0.0/0', '::/0', '127.0.0.1:3000', '10.9.9.9:5432');
    const everywhere = { ...allowed, ports: [80, 443, 3000, 5432] };
    for (const address of ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', '198.18.0.7', '2606:2800::7']) {
      expect(decide(address, 3000, everywhere)).toBe('own_endpoint');
    }
    expect(decide('::ffff:127.0.0.1', 3000, everywhere)).toBe('own_endpoint');
    expect(decide('10.9.9.9', 5432, everywhere)).toBe('own_endpoint');
    expect(decide('::ffff:10.9.9.9', 5432, everywhere)).toBe('own_endpoint');
    expect(decide('127.0.0.1', 443, everywhere)).toBe('own_endpoint');
  });

  it('opens loopback outside production only', () => {
    const production = { loopbackCanBeAllowed: false };
    expect(decide('127.0.0.1', 4000, { ...withAllowed('127.0.0.1:4000'), ...production })).toBe('loopback');
    expect(
      decide('127.0.0.1', 4000, { ...withAllowed('app.example:4000'), ...production }, 'app.example'),
    ).toBe('loopback');
    expect(decide('10.1.2.3', 80, { ...withAllowed('10.0.0.0/8'), ...production })).toBe('allowed');
  });
});
