import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '#contracts';
import { actionWords, dataWords } from './audit-words.js';

describe('dataWords', () => {
  it('leaves out what is not there', () => {
    expect(dataWords({ reason: null, note: '', count: 0 })).toBe('count: 0');
  });
  it('says an amount with its currency, and cuts ids only where it is to be short', () => {
    const data = { sessionId: '233e1697-64f1-4d46-90a5-963fa2487573', currency: 'usd', amountCents: 100 };
    expect(dataWords(data)).toBe('amount: $1 · session id: 233e1697-64f1-4d46-90a5-963fa2487573');
    expect(dataWords(data, true)).toBe('amount: $1 · session id: 233e1697…');
  });
  it('puts names and values into words, nested ones too', () => {
    expect(dataWords({ revokedSessions: ['7Q2F', 'K9XM'], closed: { eventSockets: 2 } })).toBe(
      'revoked sessions: 7Q2F, K9XM · closed: event sockets 2',
    );
  });
});

describe('actionWords', () => {
  it('says what was done', () => {
    expect(actionWords('session.revoked')).toBe('Revoked the session');
  });
  it.each(AUDIT_ACTIONS)('has words for %s', (action) => {
    expect(actionWords(action)).toMatch(/^[A-Z][^.]+[a-z]$/);
  });
  it('keeps the code of an action that is new to it', () => {
    expect(actionWords('share.opened')).toBe('share.opened');
    expect(actionWords('constructor')).toBe('constructor');
  });
});
