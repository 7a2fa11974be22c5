import { describe, expect, it } from '@jest/globals';
import { type ExtensionFacts, extensionOutcome, extensionSteps } from './extension-progress.js';

const facts = (some: Partial<ExtensionFacts>): ExtensionFacts => ({
  status: 'open',
  refunded: false,
  session: { state: 'active', expiresAt: '2026-11-25T14:02:00.000Z' },
  waitedMs: 0,
  ...some,
});

describe('the way of an extension', () => {
  it('is done when it is paid', () => {
    expect(extensionOutcome(facts({ status: 'paid' }))).toBe('there');
    expect(extensionOutcome(facts({ status: 'paid', session: undefined }))).toBe('there');
  });
  it('does not claim to have added time to a session that is over', () => {
    const over = facts({ status: 'paid', session: { state: 'ended', expiresAt: null } });
    expect(extensionOutcome(over)).toBe('over');
    expect(extensionSteps(over)[1]?.note).toContain('goes back by itself');
  });
  it('never calls time added whose money goes back', () => {
    const late = facts({ status: 'paid', refunded: true });
    expect(extensionOutcome(late)).toBe('failed');
    expect(extensionSteps(late)[1]).toMatchObject({
      state: 'failed',
      note: 'Your session had ended before the payment arrived. Your money is on its way back to you.',
    });
  });
  it('says when the session ends now', () => {
    expect(extensionSteps(facts({ status: 'paid' }))[1]?.note).toMatch(/^It now ends on 25 Nov, /);
  });
  it('says what happens to the money while a bank takes its time', () => {
    expect(extensionOutcome(facts({ status: 'pending' }))).toBe('banking');
    expect(extensionSteps(facts({ status: 'pending' }))[1]?.note).toContain('goes back by itself');
  });
  it('ends when the payment page was closed or the bank said no', () => {
    expect(extensionOutcome(facts({ status: 'expired' }))).toBe('unpaid');
    expect(extensionOutcome(facts({ status: 'failed' }))).toBe('unpaid');
  });
});
