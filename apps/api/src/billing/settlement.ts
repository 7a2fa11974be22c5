import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { Endings } from '../signals/endings.js';
import { orderIdOf } from './checkout-params.js';
import { Fulfilment } from './fulfilment.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import { CHECKOUT_EXPANSION, judgeCheckout, type Verdict } from './judge-checkout.js';
import type { Order } from './order.js';
import { OrderChanges } from './order-changes.js';
import { Orders } from './orders.js';
import { Refunds } from './refunds.js';
import { StripeAccess } from './stripe-access.js';

/**
 * Brings an order to where its checkout is at Stripe. The webhook, the return page and the reconciler all come here, in
 * any order, at once and again: Stripe is read anew each time, and each change of the order happens at most once.
 */
@Injectable()
export class Settlement {
  constructor(
    private readonly orders: Orders,
    private readonly changes: OrderChanges,
    private readonly stripe: StripeAccess,
    private readonly fulfilment: Fulfilment,
    private readonly refunds: Refunds,
    private readonly log: PinoLogger,
    endings: Endings,
  ) {
    log.setContext(Settlement.name);
    endings.onEnding(({ kind, id }) => {
      if (kind === 'session') void this.closeOpen('session', id); // nobody can extend it any more
    });
  }

  /** By Stripe's id, as an event names it. */
  async settleCheckout(checkoutId: string): Promise<Handled> {
    const checkout = await this.read(checkoutId);
    const orderId = orderIdOf(checkout?.metadata);
    const order = orderId === undefined ? undefined : await this.orders.find(orderId);
    if (!checkout || !order || !isCheckoutOf(order, checkoutId)) return NOT_OURS;
    const verdict = judgeCheckout(checkout, order, this.stripe.livemode);
    await this.apply(order, verdict);
    return verdict.kind === 'mismatch' ? { done: false, why: `does not fit: ${verdict.why}` } : DONE;
  }

  /** By our order, as the return page and the reconciler know it. @returns true when it was not where it should be */
  async settleOrder(order: Order): Promise<boolean> {
    if (order.stripeCheckoutId === null) return false;
    const checkout = await this.read(order.stripeCheckoutId);
    if (!checkout) throw new Error(`Stripe does not know checkout ${order.stripeCheckoutId}`);
    return this.apply(order, judgeCheckout(checkout, order, this.stripe.livemode));
  }

  /**
   * Ends an order that nobody is to pay any more. It may have been paid in this very moment: Stripe decides. One whose
   * checkout never came back from Stripe was never shown to the customer, so nobody can have paid it.
   */
  async giveUp(order: Order): Promise<boolean> {
    if (order.stripeCheckoutId === null) return this.apply(order, { kind: 'expired' });
    try {
      await this.stripe.client.checkout.sessions.expire(order.stripeCheckoutId);
    } catch (error) {
      // "Only open ones can be expired": it was completed or had expired, which is read below.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
    return this.settleOrder(order);
  }

  /** Never rejects: what stays open ends when its place is no longer kept. */
  async closeOpen(by: 'account' | 'session', id: string): Promise<void> {
    try {
      for (const order of await this.orders.openOf(by, id)) await this.giveUp(order);
    } catch (err) {
      this.log.warn({ err, [`${by}Id`]: id }, 'open checkouts not closed');
    }
  }

  private async read(checkoutId: string): Promise<Stripe.Checkout.Session | undefined> {
    try {
      return await this.stripe.client.checkout.sessions.retrieve(checkoutId, { expand: CHECKOUT_EXPANSION });
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing') {
        return undefined;
      }
      throw error;
    }
  }

  /** @returns true when the order has changed */
  private async apply(order: Order, verdict: Verdict): Promise<boolean> {
    const { id } = order;
    switch (verdict.kind) {
      case 'open':
        return false;
      case 'mismatch':
        this.log.error({ orderId: id, why: verdict.why }, 'checkout does not fit its order');
        return false;
      case 'paid':
        return this.fulfilment.fulfil(id, verdict.payment);
      case 'refunded':
        return (await this.refunds.noteCharge(verdict.chargeId)).done && order.status !== 'refunded';
      case 'pending':
        return this.note(await this.changes.becomePending(id, verdict.paymentIntentId), 'payment under way');
      case 'failed':
        return this.note(await this.changes.becomeFailed(id), 'payment failed');
      case 'expired':
        return this.note(await this.changes.becomeExpired(id), 'checkout expired');
    }
  }

  private note(changed: Order | undefined, phrase: string): boolean {
    if (changed) this.log.info({ orderId: changed.id }, phrase);
    return changed !== undefined;
  }
}

/** An order has one checkout; another one that names it is not what the customer was sent to. */
function isCheckoutOf(order: Order, checkoutId: string): boolean {
  return order.stripeCheckoutId === null || order.stripeCheckoutId === checkoutId;
}
