import { expect, it } from '@jest/globals';
import { xauthorityFile } from './xauthority.js';

it('has an entry for every address and one for the host itself', () => {
  const cookie = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  const protocol = '0012' + Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex');
  const display = '000130'; // length 1, "0"
  const secret = '0010' + cookie.toString('hex');
  const wild = 'ffff' + '0000' + display + protocol + secret;
  const local = '0100' + '0004' + Buffer.from('desk').toString('hex') + display + protocol + secret;
  expect(xauthorityFile(cookie, 'desk').toString('hex')).toBe(wild + local);
});
