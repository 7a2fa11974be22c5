import { describe, expect, it } from '@jest/globals';
import { clockTime } from '../ui/time-words.js';
import { restartNoticeOf, restartWords } from './restart-notice.js';

const AT = '2026-11-23T14:02:00.000Z';
const LATER = '2026-11-23T14:04:00.000Z';
const lost = (seq: number) => ({ seq, name: 'desktop.lost', data: { generation: 1 }, at: AT });
const restarted = (seq: number) => ({ seq, name: 'desktop.restarted', data: { generation: 2 }, at: LATER });
const browser = (seq: number) => ({
  seq,
  name: 'desktop.restarted',
  data: { generation: 1, program: 'browser', times: 1 },
  at: LATER,
});
const news = { closedSeq: 0, knownSeq: 1 };

describe('what is said of a desktop that was started again', () => {
  it('is nothing while none was lost', () => {
    expect(restartNoticeOf([], news)).toBeUndefined();
  });
  it('is nothing while the next one is on its way', () => {
    expect(restartNoticeOf([lost(2)], news)).toBeUndefined();
    expect(restartNoticeOf([lost(2), restarted(3), lost(4)], news)).toBeUndefined();
  });
  it('is when it stopped, also when it came back while nobody looked', () => {
    const notice = { kind: 'desktop', seq: 3, at: AT };
    expect(restartNoticeOf([lost(2), restarted(3)], news)).toEqual(notice);
    expect(restartNoticeOf([lost(2), restarted(3)], { closedSeq: 0, knownSeq: 9 })).toEqual(notice);
  });
  it('is not said again once it was put away, but the next time', () => {
    const past = [lost(2), restarted(3)];
    expect(restartNoticeOf(past, { closedSeq: 3, knownSeq: 1 })).toBeUndefined();
    expect(restartNoticeOf([...past, lost(4), restarted(5)], { closedSeq: 3, knownSeq: 1 })?.seq).toBe(5);
  });
  it('is more than that of a browser', () => {
    expect(restartNoticeOf([lost(2), restarted(3), browser(4)], news)?.kind).toBe('desktop');
  });
  it('is, of a browser only, news and no history', () => {
    expect(restartNoticeOf([browser(2)], news)).toEqual({ kind: 'browser', seq: 2, at: LATER });
    expect(restartNoticeOf([browser(2)], { closedSeq: 0, knownSeq: 2 })).toBeUndefined();
    expect(restartNoticeOf([browser(2)], { closedSeq: 2, knownSeq: 1 })).toBeUndefined();
  });
  it('is what it cost', () => {
    expect(restartWords({ kind: 'desktop', seq: 3, at: AT }, false)).toBe(
      `Your desktop stopped by itself at ${clockTime(AT)} and was started again. Its pages, sign-ins and files are gone.`,
    );
    expect(restartWords({ kind: 'desktop', seq: 3, at: AT }, true)).toMatch(
      /Its pages and sign-ins are gone; the copy of your files is under Files\.$/,
    );
    expect(restartWords({ kind: 'browser', seq: 2, at: AT }, false)).toMatch(/Your tabs are back\.$/);
  });
});
