import { describe, expect, it } from '@jest/globals';
import { evidenceWords, type EvidenceFacts } from './evidence-words.js';

const FACTS: EvidenceFacts = {
  order: { id: 'o1', amountCents: 100, currency: 'usd', paidAt: '2026-11-23T14:03:09.123456+00:00' },
  customer: { email: 'mara@example.com', since: '2026-11-01T09:00:00+00:00', orders: 1, disputes: 0 },
  session: {
    reference: '7Q2F',
    activatedAt: '2026-11-23T14:03:12+00:00',
    expiresAt: '2026-11-24T14:03:12+00:00',
    endedAt: '2026-11-23T20:00:00+00:00',
    endReason: 'disputed',
  },
  use: { viewersJoined: 1, minutesViewed: 1 },
};

describe('evidence', () => {
  it('is said in sentences, with amounts, dates and numbers as a person writes them', () => {
    expect(evidenceWords(FACTS)).toBe(
      'Order o1 over $1.00 was paid on 23 November 2026 at 14:03 UTC by the account mara@example.com, registered on 1 November 2026 at 09:00 UTC. ' +
        'The service, a live remote browser with the reference 7Q2F, was delivered from 23 November 2026 at 14:03 UTC until 23 November 2026 at 20:00 UTC. ' +
        'The customer opened it once and watched it for 1 minute. The account has 1 paid order and no earlier disputes.',
    );
  });

  it('counts what happened more than once', () => {
    const words = evidenceWords({
      ...FACTS,
      customer: { ...FACTS.customer, orders: 3, disputes: 1 },
      use: { viewersJoined: 4, minutesViewed: 0 },
    });
    expect(words).toContain('opened it 4 times and watched it for less than a minute');
    expect(words).toContain('3 paid orders and 1 earlier dispute.');
  });

  it('says what was not delivered, not opened, or is not over', () => {
    const unused = { ...FACTS, session: null, use: { viewersJoined: 0, minutesViewed: 0 } };
    expect(evidenceWords(unused)).toContain('No session was delivered for it. It was not opened.');
    const running = { ...FACTS, session: FACTS.session && { ...FACTS.session, endedAt: null } };
    expect(evidenceWords(running)).toContain('14:03 UTC until the dispute was opened.');
  });

  it('knows currencies without a smaller unit', () => {
    const order = { ...FACTS.order, amountCents: 150, currency: 'jpy' };
    expect(evidenceWords({ ...FACTS, order })).toContain('over ¥150 was paid');
  });
});
