import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/load-config.js';
import { checkoutParams, duration, orderIdOf } from './checkout-params.js';
import type { Order } from './order.js';

const ORDER_ID = '6f0cbf0e-4c1c-4f5e-9d55-3b2f0a1b2c3d';
const createdAt = new Date('2026-11-23T12:00:00.900Z');
const order = { id: ORDER_ID, amountCents: 250, currency: 'eur', createdAt, extensionSeconds: null } as Order;

describe('checkoutParams', () => {
  it('has the same body whenever it is asked for: one key, one body', () => {
    const config = loadConfig({ PUBLIC_URL: 'https://app.example.com' });
    expect(checkoutParams(config, order)).toEqual(checkoutParams(config, { ...order }));
  });

  it('ends 35 minutes after the order began, which leaves Stripe’s 30 to a call that is repeated', () => {
    const config = loadConfig({ PUBLIC_URL: 'https://app.example.com' });
    expect(checkoutParams(config, order).expires_at).toBe(Date.parse('2026-11-23T12:35:00Z') / 1000);
  });
});

describe('orderIdOf', () => {
  it.each([[undefined], [null], [{}], [{ order_id: 'hat-17' }], [{ order_id: "'; DROP TABLE orders" }]])(
    'finds no order of ours in %j',
    (metadata) => {
      expect(orderIdOf(metadata)).toBeUndefined();
    },
  );

  it('finds ours', () => {
    expect(orderIdOf({ order_id: ORDER_ID })).toBe(ORDER_ID);
  });
});

it.each([
  [86_400, '24 hours'],
  [3_600, '1 hour'],
  [5_400, '90 minutes'],
  [8, '8 seconds'],
  [1, '1 second'],
])('says %d seconds as "%s"', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
