import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { orderIdOf } from './checkout-params.js';
import type { Order } from './order.js';
import { Orders } from './orders.js';
import { StripeAccess } from './stripe-access.js';

/** What is at Stripe about money that was taken: the charge leads back to the order it was for. */
@Injectable()
export class OrderOfCharge {
  constructor(
    private readonly stripe: StripeAccess,
    private readonly orders: Orders,
  ) {}

  /** Undefined for a charge of another shop on the same account, or of a payment that our order does not know. */
  async find(chargeId: string): Promise<Order | undefined> {
    const charge = await this.stripe.client.charges.retrieve(chargeId, { expand: ['payment_intent'] });
    const payment = charge.payment_intent;
    const orderId = orderIdOf(charge.metadata) ?? orderIdOf(metadataOf(payment));
    const order = orderId === undefined ? undefined : await this.orders.find(orderId);
    if (!order || charge.livemode !== this.stripe.livemode) return undefined;
    const known = order.stripePaymentIntentId;
    return known === null || known === idOf(payment) ? order : undefined;
  }

  /** Stripe's newest first, all of them. */
  refunds(chargeId: string): Promise<Stripe.Refund[]> {
    return this.stripe.client.refunds
      .list({ charge: chargeId, limit: 100 })
      .autoPagingToArray({ limit: 1_000 });
  }
}

type Expandable<T extends { id: string }> = string | T | null | undefined;

export function idOf<T extends { id: string }>(object: Expandable<T>): string | undefined {
  return typeof object === 'string' ? object : object?.id;
}

function metadataOf(payment: Expandable<Stripe.PaymentIntent>): Stripe.Metadata | undefined {
  return typeof payment === 'object' ? payment?.metadata : undefined;
}
