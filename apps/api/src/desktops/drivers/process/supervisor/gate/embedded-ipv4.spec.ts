import { expect, it } from '@jest/globals';
import { embeddedIpv4 } from './embedded-ipv4.js';

it.each([
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::FFFF:0a01:0203', '10.1.2.3'],
  ['0:0:0:0:0:ffff:a01:203', '10.1.2.3'],
  ['::10.1.2.3', '10.1.2.3'],
  ['::ffff:0:10.1.2.3', '10.1.2.3'],
  ['64:ff9b::10.1.2.3', '10.1.2.3'],
  ['2002:a01:203::', '10.1.2.3'],
  ['2002:a01:203:1:2:3:4:5', '10.1.2.3'],
  ['::ffff:10.1.2.3%eth0', '10.1.2.3'],
  ['::', '0.0.0.0'],
  ['64:ff9b:1::a01:203', '10.1.2.3'],
  ['2001:0:4136:e378:8000:63bf:f5fe:fdfc', '10.1.2.3'], // Teredo: every bit of the client's address is turned round
  ['2001:0:1::f5fe:fdfc', '10.1.2.3'],
  ['2606:4700::5efe:a01:203', '10.1.2.3'],
  ['2606:4700::200:5efe:10.1.2.3', '10.1.2.3'],
])('%s stands for %s', (address, embedded) => {
  expect(embeddedIpv4(address)).toBe(embedded);
});

it.each(['10.1.2.3', '2606:4700::1111', 'fe80::1', 'fd00::a01:203', 'example.com'])(
  '%s stands for itself',
  (address) => {
    expect(embeddedIpv4(address)).toBeNull();
  },
);
