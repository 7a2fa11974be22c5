import { describe, expect, it } from '@jest/globals';
import { clientAddress, plainAddress, proxyList } from './client-address.js';

const proxies = proxyList(['10.0.0.0/8', '192.168.1.1', 'fd00::/8']);
const from = (peer: string | undefined, forwardedFor?: string) => clientAddress(peer, forwardedFor, proxies);

describe('clientAddress', () => {
  it('ignores what a peer says that is no proxy of ours', () => {
    expect(from('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(from('192.168.1.2', '198.51.100.1')).toBe('192.168.1.2');
  });

  it('ignores what the client itself wrote before it reached a proxy', () => {
    expect(from('10.0.0.1', '1.1.1.1, 198.51.100.1')).toBe('198.51.100.1');
    expect(from('10.0.0.1', '10.0.0.9, 198.51.100.1')).toBe('198.51.100.1');
  });

  it.each(['garbage', '', 'unknown', '198.51.100.1.5', '1.2.3.4:', '<script>'])(
    'takes the proxy for the client when it forwards %j',
    (entry) => {
      expect(from('10.0.0.1', `198.51.100.1, ${entry}`)).toBe('10.0.0.1');
    },
  );

  it('does not fail where the socket has lost its peer', () => {
    expect(from(undefined, '198.51.100.1')).toBe('unknown');
  });

  it('walks through all proxies of ours', () => {
    expect(from('10.0.0.1', '198.51.100.1, 192.168.1.1, 10.9.9.9')).toBe('198.51.100.1');
    expect(from('fd00::1', '2001:db8::7,10.0.0.2')).toBe('2001:db8::7');
  });

  it('is the outermost proxy when all are ours', () => {
    expect(from('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
    expect(from('10.0.0.1')).toBe('10.0.0.1');
  });

  it('knows an IPv4 peer of a dual-stack socket', () => {
    expect(from('::ffff:10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(from('::ffff:203.0.113.9')).toBe('203.0.113.9');
  });
});

it.each([
  ['198.51.100.1:4711', '198.51.100.1'],
  ['[2001:DB8::7]:4711', '2001:db8::7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['2001:db8::7', '2001:db8::7'],
  ['::ffff:198.51.100.1', '198.51.100.1'],
])('reads %s as %s', (text, address) => {
  expect(plainAddress(text)).toBe(address);
});
