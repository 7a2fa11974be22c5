import { describe, expect, it } from '@jest/globals';
import { orderWord, stripeWords, waitingWords } from './money-words.js';
import { detailOf, minute } from './testing/orders.js';

describe('orderWord', () => {
  const { status, disputed } = detailOf();
  const refund = (state: 'failed' | 'pending' | 'succeeded') =>
    ({ state, reason: 'by_admin', amountCents: 100, at: minute(9) }) as const;
  it('puts what waits for a person before what is settled', () => {
    expect(orderWord({ status, disputed, refund: null }).text).toBe('Paid');
    expect(orderWord({ status, disputed, refund: refund('pending') }).text).toBe('Refund under way');
    expect(orderWord({ status, disputed: true, refund: refund('pending') }).text).toBe('Disputed');
    expect(orderWord({ status, disputed: true, refund: refund('failed') }).text).toBe('Refund failed');
    expect(orderWord({ status, disputed, refund: refund('succeeded') }).text).toBe('Refunded in part');
    expect(orderWord({ status: 'refunded', disputed, refund: refund('succeeded') }).text).toBe('Refunded');
  });
});

describe('stripeWords', () => {
  it('reads as a person writes', () => {
    expect(stripeWords('needs_response')).toBe('Needs response');
    expect(stripeWords('fraudulent')).toBe('Fraudulent');
    expect(stripeWords('')).toBe('');
  });
});

describe('waitingWords', () => {
  it('counts one as one and none as no', () => {
    const waiting = { eventsParked: 2, eventsFailed: 1, refundsFailed: 0, disputesOpen: 1 };
    expect(waitingWords(waiting)).toBe('3 events, no refunds, 1 dispute');
  });
});
