import { describe, expect, it } from '@jest/globals';
import { OrderStatus } from '#contracts';
import { standingOf } from './order-words.js';

const at = '2026-11-23T14:02:00.000Z';
const order = {
  status: 'paid' as OrderStatus,
  amountCents: 100,
  currency: 'usd',
  refund: null,
  disputed: false,
};
const back = (state: 'pending' | 'succeeded', amountCents = 100) => ({
  ...order,
  refund: { state, amountCents, at },
});

describe('standingOf', () => {
  it.each(OrderStatus.options)('has words for an order that is %s', (status) => {
    expect(standingOf({ ...order, status }).text).toMatch(/^[A-Z]/);
  });
  it('never calls an order paid whose money is on its way back', () => {
    expect(standingOf(back('pending')).text).toBe('Your money is on its way back to you');
  });
  it('says when the money went back', () => {
    expect(standingOf({ ...back('succeeded'), status: 'refunded' }).text).toMatch(/^Refunded on 23 Nov, /);
  });
  it('says how much of it went back when that is not all', () => {
    expect(standingOf(back('pending', 40)).text).toBe('$0.40 of it is on its way back to you');
    expect(standingOf(back('succeeded', 40)).text).toMatch(/^\$0\.40 of it refunded on /);
  });
  it('tells a dispute before all else, since it holds the account', () => {
    expect(standingOf({ ...back('succeeded'), disputed: true })).toEqual({
      text: 'Disputed at your bank',
      tone: 'warn',
    });
  });
});
