import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { admit } from './local-only.js';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}, method = 'POST') =>
  admit({
    method,
    headers: { host: 'localhost:3001', ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage).allowed;

describe('admit', () => {
  it.each(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1', '128.0.0.1', '', undefined])(
    'refuses a caller from %s, whatever it says of itself',
    (address) => {
      expect(from(address)).toBe(false);
      expect(from(address, { host: '127.0.0.1:3001' }, 'GET')).toBe(false);
    },
  );
  it.each(['127.0.0.1', '127.8.4.2', '::1', '::ffff:127.0.0.1'])('lets %s in', (address) => {
    expect(from(address)).toBe(true);
  });
  it.each(['forwarded', 'x-forwarded-for', 'x-real-ip'])('refuses whom a proxy carries by %s', (name) => {
    expect(from('127.0.0.1', { [name]: '127.0.0.1' })).toBe(false);
  });
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost:3001@evil', ''])(
    'refuses the host "%s"',
    (host) => {
      expect(from('127.0.0.1', { host })).toBe(false);
    },
  );
  it('refuses a change that a page of another origin asks for, and one of no origin', () => {
    expect(from('127.0.0.1', { origin: 'http://localhost:3000' })).toBe(false);
    expect(from('127.0.0.1', { origin: 'null' })).toBe(false);
    expect(from('127.0.0.1', { origin: 'http://localhost:3001' })).toBe(true);
  });
});
