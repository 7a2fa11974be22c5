import { describe, expect, it } from '@jest/globals';
import { decideOrigin } from './origin-policy.js';

const policy = { origins: new Set(['https://app.example.com', 'https://admin.example.com:8443']) };

describe('decideOrigin', () => {
  it.each([
    [undefined, 'no origin'],
    ['', 'no origin'],
    ['null', 'opaque origin'],
    ['NULL', 'foreign origin'],
    ['*', 'foreign origin'],
    ['https://app.example.com.evil.tld', 'foreign origin'],
    ['https://evil.tld/https://app.example.com', 'foreign origin'],
    ['https://app.example.com@evil.tld', 'foreign origin'],
    ['http://app.example.com', 'foreign origin'],
    ['wss://app.example.com', 'foreign origin'],
    ['https://app.example.com:8443', 'foreign origin'],
    ['https://app.example.com:443', 'foreign origin'],
    ['https://admin.example.com', 'foreign origin'],
    ['https://app.example.com.', 'foreign origin'],
    ['https://app.example.com/', 'foreign origin'],
    ['https://APP.example.com', 'foreign origin'],
    ['HTTPS://app.example.com', 'foreign origin'],
    ['app.example.com', 'foreign origin'],
    ['https://app.example.com, https://evil.tld', 'more than one origin'],
    ['https://app.example.com,https://app.example.com', 'more than one origin'],
    ['https://app.example.com https://evil.tld', 'more than one origin'],
    ['https://app.example.com\t', 'more than one origin'],
  ])('refuses %j: %s', (origin, reason) => {
    expect(decideOrigin(origin, policy)).toEqual({ allowed: false, reason });
  });

  it.each([...policy.origins])('allows %s', (origin) => {
    expect(decideOrigin(origin, policy).allowed).toBe(true);
  });
});
