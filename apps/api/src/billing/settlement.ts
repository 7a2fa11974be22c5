import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppConfig } from '../config/app-config.js';
import { Sessions } from '../sessions/sessions.js';
import { orderIdOf } from './checkout-params.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import { CHECKOUT_EXPANSION, judgeCheckout, type Verdict } from './judge-checkout.js';
import type { Order } from './order.js';
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
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly orders: Orders,
    private readonly sessions: Sessions,
    private readonly stripe: StripeAccess,
    private readonly refunds: Refunds,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Settlement.name);
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

  /** By our order, as the return page and the reconciler know it. */
  async settleOrder(order: Order): Promise<void> {
    if (order.stripeCheckoutId === null) return;
    const checkout = await this.read(order.stripeCheckoutId);
    if (!checkout) throw new Error(`Stripe does not know checkout ${order.stripeCheckoutId}`);
    await this.apply(order, judgeCheckout(checkout, order, this.stripe.livemode));
  }

  /**
   * Ends an order whose place is no longer kept. It may have been paid in this very moment: Stripe decides. One whose
   * checkout never came back from Stripe was never shown to the customer, so nobody can have paid it.
   */
  async giveUp(order: Order): Promise<void> {
    if (order.stripeCheckoutId === null) {
      await this.apply(order, { kind: 'expired' });
      return;
    }
    try {
      await this.stripe.client.checkout.sessions.expire(order.stripeCheckoutId);
    } catch (error) {
      // "Only open ones can be expired": it was completed or had expired, which is read below.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
    await this.settleOrder(order);
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

  private async apply(order: Order, verdict: Verdict): Promise<void> {
    const { id } = order;
    switch (verdict.kind) {
      case 'open':
        return;
      case 'mismatch':
        this.log.error({ orderId: id, why: verdict.why }, 'checkout does not fit its order');
        return;
      case 'paid':
        return this.fulfil(id, verdict.paymentIntentId);
      case 'refunded':
        return this.refunds.close(order, 'at_stripe');
      case 'pending':
        return this.note(await this.orders.becomePending(id, verdict.paymentIntentId), 'payment under way');
      case 'failed':
        return this.note(await this.orders.becomeFailed(id), 'payment failed');
      case 'expired':
        return this.note(await this.orders.becomeExpired(id), 'checkout expired');
    }
  }

  /** The one place where money becomes a session: both, or neither. */
  private async fulfil(orderId: string, paymentIntentId: string): Promise<void> {
    const sessionId = await this.dataSource.transaction(async (manager) => {
      const order = await this.orders.becomePaid(manager, orderId, paymentIntentId);
      if (!order) return undefined;
      const { ttlSeconds } = this.config.sessions;
      const created = await this.sessions.create(manager, {
        accountId: order.accountId,
        orderId,
        ttlSeconds,
      });
      await this.orders.attachSession(manager, orderId, created);
      const { accountId, amountCents, currency } = order;
      const data = { orderId, sessionId: created, amountCents, currency };
      await this.audit.record(
        { action: 'order.paid', actor: 'stripe', subject: { accountId }, data },
        manager,
      );
      return created;
    });
    if (sessionId) this.log.info({ orderId, sessionId }, 'order paid');
  }

  private note(changed: Order | undefined, phrase: string): void {
    if (changed) this.log.info({ orderId: changed.id }, phrase);
  }
}

/** An order has one checkout; another one that names it is not what the customer was sent to. */
function isCheckoutOf(order: Order, checkoutId: string): boolean {
  return order.stripeCheckoutId === null || order.stripeCheckoutId === checkoutId;
}
