import { describe, expect, it } from '@jest/globals';
import { EndReason } from '#contracts';
import { endWords } from './end-words.js';

const at = '2026-11-23T14:02:00.000Z';

describe('endWords', () => {
  it.each(EndReason.options)('says why and what is left after %s', (reason) => {
    const words = endWords(reason, at, '7Q2F');
    expect(words.title).not.toContain('_');
    expect(words.text).toMatch(/\.$/);
  });
  it('says that everything was deleted once that is certified, and not before', () => {
    const text = (desktop?: Parameters<typeof endWords>[3]) => endWords('expired', at, '7Q2F', desktop).text;
    expect(text({ state: 'ending' })).toContain('Everything in the desktop is being deleted.');
    const later = '2026-11-23T14:03:00.000Z';
    expect(text({ state: 'gone', deletedAt: later })).toMatch(/deleted, the last of it at \d\d:03\.$/);
    expect(text({ state: 'gone' })).not.toContain('deleted');
  });
  it('says the time once when end and deletion fall into the same minute', () => {
    const { text } = endWords('expired', at, '7Q2F', {
      state: 'gone',
      deletedAt: '2026-11-23T14:02:40.000Z',
    });
    expect(text).toMatch(/^It ran out at \d\d:02\. Everything in the desktop has been deleted\.$/);
  });
  it('gives the reference where support can help', () => {
    expect(endWords('revoked', at, '7Q2F').text).toContain('reference 7Q2F');
    expect(endWords('disputed', at, '7Q2F').text).toContain('reference 7Q2F');
  });
  it('offers no new desktop to an account on hold', () => {
    expect(endWords('disputed', at, '7Q2F').mayStartAnother).toBe(false);
    expect(endWords('expired', at, '7Q2F').mayStartAnother).toBe(true);
  });
  it('says something true about a session without a reason', () => {
    expect(endWords(undefined, undefined, '7Q2F').title).toBe('This session is over');
  });
});
