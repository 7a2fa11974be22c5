import { expect, it } from '@jest/globals';
import { chromium, xvnc } from './programs.js';

const GEOMETRY = { width: 1280, height: 720 };
const valueAfter = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];

it('starts a display that no network and no other user can reach', () => {
  const { args } = xvnc(GEOMETRY, 'both');
  expect(valueAfter(args, '-rfbport')).toBe('-1');
  expect(valueAfter(args, '-rfbunixmode')).toBe('0600');
  expect(args.filter((_, i) => args[i - 1] === '-nolisten')).toEqual(['tcp', 'local']);
  expect(args).toContain('-auth');
  expect(args).toContain('-AllowOverride=FrameRate');
});

it('starts a display that shuts nobody out for what another did: all come from the same address', () => {
  expect(xvnc(GEOMETRY, 'both').args).toContain('-UseBlacklist=0');
});

it.each([
  ['both', '1', '1'],
  ['up', '1', '0'],
  ['down', '0', '1'],
  ['none', '0', '0'],
] as const)('lets texts go %s and no other way', (way, accepts, sends) => {
  const { args } = xvnc(GEOMETRY, way);
  expect(args).toContain(`-AcceptCutText=${accepts}`);
  expect(args).toContain(`-SendCutText=${sends}`);
});

it('starts a browser that goes through the gate even to itself, its sandbox left on', () => {
  const { path, args } = chromium(GEOMETRY, { open: 'http://start.example/' });
  expect(path).toBe('/usr/lib/chromium/chromium');
  expect(args).toContain('--proxy-server=http://127.0.0.1:3128');
  expect(args).toContain('--proxy-bypass-list=<-loopback>');
  expect(args.filter((flag) => flag.includes('sandbox'))).toEqual([]);
  expect(args.at(-1)).toBe('http://start.example/');
});

it('brings the tabs back after a crash', () => {
  expect(chromium(GEOMETRY, 'restore').args.at(-1)).toBe('--restore-last-session');
});
