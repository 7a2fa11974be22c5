import { beforeEach, expect, it } from '@jest/globals';
import type { SessionId } from '#contracts';
import { closedUpTo, keepClosed } from './closed-notice.js';

const ONE = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001' as SessionId;
const OTHER = '0e8f1c2a-5b7d-4c3e-9a1f-000000000002' as SessionId;

beforeEach(() => localStorage.clear());

it('what was put away stays so, in its session only', () => {
  expect(closedUpTo(ONE)).toBe(0);
  keepClosed(ONE, 7);
  expect([closedUpTo(ONE), closedUpTo(OTHER)]).toEqual([7, 0]);
});

it('what somebody else wrote there counts for nothing', () => {
  localStorage.setItem('oda.restart-closed', `${ONE} x`);
  expect(closedUpTo(ONE)).toBe(0);
});
