import { expect, it } from '@jest/globals';
import { parseListed } from './listed-hosts.js';

const listed = parseListed(['Shop.example', '*.docs.example', '93.184.216.0/24', '2606:4700::1111']);

it.each([
  ['shop.example', '1.1.1.1', true],
  ['www.shop.example', '1.1.1.1', false],
  ['notshop.example', '1.1.1.1', false],
  ['shop.example.evil.example', '1.1.1.1', false],
  ['a.docs.example', '1.1.1.1', true],
  ['a.b.docs.example', '1.1.1.1', true],
  ['docs.example', '1.1.1.1', false],
  ['evildocs.example', '1.1.1.1', false],
  ['.docs.example', '1.1.1.1', false],
  ['other.example', '93.184.216.34', true],
  ['other.example', '93.184.217.34', false],
  ['93.184.216.34', '93.184.216.34', true],
  ['other.example', '2606:4700::1111', true],
  ['other.example', '2606:4700::1112', false],
])('%s at %s: %s', (hostname, address, isListed) => {
  expect(listed?.has(hostname, address)).toBe(isListed);
});

it('lists nothing and closes nothing without entries', () => {
  expect(parseListed([])).toBeNull();
});
