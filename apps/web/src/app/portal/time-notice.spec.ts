import { describe, expect, it } from '@jest/globals';
import { timeNoticeOf } from './time-notice.js';

const at = '2026-11-24T14:00:00.000Z';
const expiring = (seq: number, minutesLeft: number) => ({
  seq,
  name: 'session.expiring',
  data: { minutesLeft, expiresAt: at },
});
const extended = (seq: number) => ({
  seq,
  name: 'session.extended',
  data: { seconds: 86_400, expiresAt: at },
});
const fresh = { closedSeq: 0, knownSeq: 0 };

describe('timeNoticeOf', () => {
  it('says nothing while the end is far', () => {
    expect(timeNoticeOf([], fresh)).toBeUndefined();
  });
  it('says nothing that it cannot read', () => {
    expect(timeNoticeOf([{ seq: 3, name: 'session.expiring', data: {} }], fresh)).toBeUndefined();
  });
  it('keeps to the newest warning', () => {
    const notice = timeNoticeOf([expiring(3, 60), expiring(4, 10)], fresh);
    expect(notice).toEqual({ kind: 'expiring', seq: 4, minutesLeft: 10 });
  });
  it('stays closed until there is another warning', () => {
    expect(timeNoticeOf([expiring(3, 60)], { closedSeq: 3, knownSeq: 0 })).toBeUndefined();
    expect(timeNoticeOf([expiring(3, 60), expiring(4, 10)], { closedSeq: 3, knownSeq: 0 })?.seq).toBe(4);
  });
  it('takes an extension for the answer to the warnings before it', () => {
    expect(timeNoticeOf([expiring(3, 60), extended(4)], { closedSeq: 0, knownSeq: 4 })).toBeUndefined();
  });
  it('says that time was added when that is news', () => {
    const notice = timeNoticeOf([expiring(3, 60), extended(4)], { closedSeq: 0, knownSeq: 3 });
    expect(notice).toEqual({ kind: 'extended', seq: 4, seconds: 86_400 });
  });
  it('does not go on about time that was taken back', () => {
    const shortened = { ...extended(5), name: 'session.shortened' };
    expect(timeNoticeOf([extended(4), shortened], fresh)).toBeUndefined();
  });
  it('offers again when the time that was added runs out as well', () => {
    expect(timeNoticeOf([expiring(3, 60), extended(4), expiring(5, 60)], fresh)?.kind).toBe('expiring');
  });
});
