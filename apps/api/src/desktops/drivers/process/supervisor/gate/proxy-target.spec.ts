import { describe, expect, it } from '@jest/globals';
import { absoluteTarget, connectTarget } from './proxy-target.js';

describe('a CONNECT line', () => {
  it.each([
    '',
    'example.com',
    'example.com:',
    'example.com:0',
    'example.com:65536',
    'example.com:443/path',
    'user@example.com:443',
    'http://example.com:443',
    'exa mple.com:443',
    '[::1:443',
    '::1:443',
    '/run/sockets/egress.sock',
    `${'a'.repeat(254)}:443`,
  ])('refuses %j', (authority) => {
    expect(connectTarget(authority)).toBeNull();
  });

  it.each([
    ['example.com:443', 'example.com', 443],
    ['EXAMPLE.com.:443', 'example.com', 443],
    ['[::1]:80', '::1', 80],
    ['127.1:80', '127.1', 80],
  ])('reads %j', (authority, hostname, port) => {
    expect(connectTarget(authority)).toEqual({ hostname, port });
  });
});

describe('a request line', () => {
  it.each([
    '/',
    '*',
    'example.com',
    'https://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://',
    'unix:/run/x',
  ])('refuses %j', (line) => {
    expect(absoluteTarget(line)).toBeNull();
  });

  it.each([
    ['http://example.com/a?b', 'example.com', 80],
    ['http://example.com:8080', 'example.com', 8080],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1', 80],
    ['http://2130706433/', '127.0.0.1', 80],
    ['http://0x7f.1/', '127.0.0.1', 80],
    ['http://user:secret@example.com/', 'example.com', 80],
  ])('reads %j', (line, hostname, port) => {
    expect(absoluteTarget(line)).toMatchObject({ hostname, port });
  });
});
