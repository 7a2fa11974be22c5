import { AdminOrderDetail, AdminRefund } from '#contracts';

const id = (n: number) => `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`;
const customer = { id: id(9), email: 'mara@northwind.example', frozen: false };

/** Minutes after two o'clock. */
export const minute = (n: number) => `2026-11-23T14:${String(n).padStart(2, '0')}:00.000Z`;

/** An order that was paid a minute after it was opened; `some` of it otherwise. */
export function detailOf(some: object = {}): AdminOrderDetail {
  return AdminOrderDetail.parse({
    id: id(1),
    kind: 'first',
    status: 'paid',
    amountCents: 100,
    currency: 'usd',
    createdAt: minute(0),
    paidAt: minute(1),
    session: { id: id(5), reference: '7Q2F', state: 'active', endReason: null },
    receiptUrl: 'https://pay.example/receipts/1',
    disputed: false,
    customer,
    refundedCents: 0,
    refund: null,
    refundable: true,
    payment: { checkoutId: 'cs_test_1', paymentIntentId: 'pi_1', chargeId: 'ch_1' },
    refunds: [],
    disputes: [],
    fraudWarnings: [],
    ...some,
  });
}

/** What an administrator asked for ten minutes after two. */
export function refundOf(some: object = {}): AdminRefund {
  return AdminRefund.parse({
    id: id(7),
    orderId: id(1),
    customer,
    stripeRefundId: 're_1',
    amountCents: 100,
    currency: 'usd',
    state: 'requested',
    reason: 'by_admin',
    by: 'admin@localhost',
    note: null,
    failure: null,
    createdAt: minute(10),
    settledAt: null,
    ...some,
  });
}
