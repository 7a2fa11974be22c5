import { expect, it } from '@jest/globals';
import { desktopUid, freeUid } from './desktop-uid.js';

const ID = '00000005-0000-4000-8000-000000000000';

it('never gives a uid that is in use', () => {
  expect(freeUid(ID, new Set())).toBe(300_005);
  expect(freeUid(ID, new Set([300_005, 300_006]))).toBe(300_007);
});

it('wraps around within its range', () => {
  expect(freeUid('00030d3f-0000-4000-8000-000000000000', new Set([499_999]))).toBe(300_000);
});

it('is one of its own for root, and their own for everybody else', () => {
  expect(desktopUid(ID, 0)).toBeGreaterThanOrEqual(300_000);
  expect(desktopUid(ID, 1000)).toBe(1000);
});
