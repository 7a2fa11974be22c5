import type Stripe from 'stripe';
import { CheckoutId } from '#contracts';
import type { AppConfig } from '../config/app-config.js';
import { RESERVATION_MINUTES } from './orders.js';
import type { Order } from './order.js';

/**
 * Stripe wants an expiry at least 30 minutes ahead at the moment of the call. The slack is what calls that are retried
 * with the same body have, and clocks that differ; the reconciler ends a checkout when its place is no longer kept.
 */
const SLACK_MINUTES = 5;

/** For how long after an order's creation the call may be made or repeated. */
export const CALL_WITHIN_MS = (SLACK_MINUTES - 1) * 60_000;

/** In the metadata of the checkout and of its payment: refunds and disputes then lead back to the order directly. */
export const ORDER_ID = 'order_id';

/** The order that metadata names; undefined for those of other shops on the same account. */
export function orderIdOf(metadata: Stripe.Metadata | null | undefined): CheckoutId | undefined {
  return CheckoutId.safeParse(metadata?.[ORDER_ID]).data;
}

/**
 * What Stripe is asked for. Depends on the order and the configuration alone, never on the client and never on the time
 * of the call: the same key always carries the same body.
 */
export function checkoutParams(
  { server, sessions }: Pick<AppConfig, 'server' | 'sessions'>,
  order: Order,
): Stripe.Checkout.SessionCreateParams {
  const metadata = { [ORDER_ID]: order.id };
  const returnPage = `${server.publicUrl}/checkout/${order.id}`;
  return {
    mode: 'payment',
    client_reference_id: order.id,
    metadata,
    payment_intent_data: { metadata },
    success_url: returnPage,
    cancel_url: `${returnPage}?cancelled=1`,
    expires_at: Math.floor(order.createdAt.getTime() / 1000) + (RESERVATION_MINUTES + SLACK_MINUTES) * 60,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: order.currency,
          unit_amount: order.amountCents,
          product_data: product(order, sessions.ttlSeconds),
        },
      },
    ],
  };
}

function product({ extensionSeconds }: Order, ttlSeconds: number): { name: string; description: string } {
  if (extensionSeconds !== null) {
    return { name: 'More time for your live browser', description: `${duration(extensionSeconds)} more` };
  }
  return {
    name: 'A live browser of your own',
    description: `For ${duration(ttlSeconds)}, from the moment it is there`,
  };
}

/** "24 hours", "90 minutes", "45 seconds": in the largest unit that divides it. */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? ['second', 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const UNITS: [string, number][] = [
  ['hour', 3_600],
  ['minute', 60],
];
