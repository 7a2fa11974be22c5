import { describe, expect, it } from '@jest/globals';
import { afterClose } from './after-close.js';
import { ConnectionRefused, endingOf, refusedWithStatus } from './ending.js';

describe('refusedWithStatus', () => {
  it.each([
    [401, 4401, 'sign-in'],
    [403, 4403, 'stop'],
    [404, 4404, 'stop'],
    [409, 4503, 'retry'],
    [429, 4429, 'retry'],
    [500, 1006, 'retry'],
    [503, 1006, 'retry'],
  ] as const)('reads status %i as close code %i: %s', (status, code, decision) => {
    const { ending } = refusedWithStatus(status);
    expect(ending.code).toBe(code);
    expect(afterClose(ending.code)).toBe(decision);
    expect(ending).not.toHaveProperty('retryAfterMs');
  });

  it('turns the seconds of Retry-After into milliseconds', () => {
    expect(refusedWithStatus(429, 7).ending.retryAfterMs).toBe(7000);
  });
});

describe('endingOf', () => {
  it('keeps the ending of a refusal', () => {
    const ending = { code: 4410, reason: 'expired' };
    expect(endingOf(new ConnectionRefused(ending))).toBe(ending);
  });

  it('takes any other error for a lost network, and keeps it as the cause', () => {
    const error = new TypeError('fetch failed');
    expect(endingOf(error)).toEqual({ code: 1006, reason: 'fetch failed', cause: error });
    expect(endingOf('out of luck')).toEqual({ code: 1006, reason: 'out of luck', cause: 'out of luck' });
  });
});
