import { describe, expect, it } from '@jest/globals';
import type { AdminOrderDetail } from '#contracts';
import { storyOf } from './order-story.js';
import { detailOf, minute, refundOf } from './testing/orders.js';

const texts = (order: AdminOrderDetail) => storyOf(order).map(({ text }) => text);

describe('storyOf', () => {
  it('begins with the checkout, paid or not', () => {
    expect(texts(detailOf({ status: 'open', paidAt: null }))).toEqual(['Checkout opened: desktop, $1']);
  });
  it('tells payment, warning, dispute and decision in the order in which they came', () => {
    const order = detailOf({
      fraudWarnings: [{ id: 'issfr_1', type: 'made_with_stolen_card', at: minute(5) }],
      disputes: [
        {
          id: 'du_1',
          orderId: detailOf().id,
          customer: detailOf().customer,
          sessionReference: '7Q2F',
          amountCents: 100,
          currency: 'usd',
          state: 'lost',
          stripeStatus: 'lost',
          reason: 'fraudulent',
          openedAt: minute(9),
          evidenceDueAt: null,
          closedAt: minute(30),
        },
      ],
    });
    expect(texts(order)).toEqual([
      'Checkout opened: desktop, $1',
      '$1 paid',
      'A bank warned of fraud',
      "$1 disputed at the customer's bank",
      'Dispute lost',
    ]);
  });
  it('names who asked for a refund and why, and says when it did not arrive', () => {
    const failed = refundOf({
      state: 'failed',
      note: 'asked by mail',
      failure: 'lost_or_stolen_card',
      settledAt: minute(20),
    });
    expect(storyOf(detailOf({ refunds: [failed] })).slice(2)).toMatchObject([
      { text: 'Refund of $1 · admin@localhost', note: 'asked by mail' },
      { text: 'Refund of $1 failed: the money is still here', note: 'Lost or stolen card', tone: 'danger' },
    ]);
  });
  it('calls no refund done that is under way', () => {
    expect(texts(detailOf({ refunds: [refundOf({ state: 'pending' })] }))).not.toContain('$1 went back');
  });
});
