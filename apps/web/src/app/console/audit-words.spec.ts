import { describe, expect, it } from '@jest/globals';
import { dataWords } from './audit-words.js';

describe('dataWords', () => {
  it('leaves out what is not there', () => {
    expect(dataWords({ reason: null, note: '', count: 0 })).toBe('count: 0');
  });
  it('puts names and values into words, nested ones too', () => {
    expect(dataWords({ revokedSessions: ['7Q2F', 'K9XM'], closed: { eventSockets: 2 } })).toBe(
      'revoked sessions: 7Q2F, K9XM · closed: event sockets 2',
    );
  });
});
