import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { DataSource } from 'typeorm';
import type { RefundReason } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { JobQueue } from '../queue/job-queue.js';
import { SessionEnding } from '../sessions/ending.js';
import { Endings } from '../signals/endings.js';
import { ORDER_ID, orderIdOf } from './checkout-params.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import type { Order } from './order.js';
import { Orders } from './orders.js';
import { StripeAccess } from './stripe-access.js';

/**
 * Gives money back, once, and ends what it paid for. Begins with a session that never started; or with a refund made at
 * Stripe, which is only noted here.
 */
@Injectable()
export class Refunds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: Orders,
    private readonly stripe: StripeAccess,
    private readonly queue: JobQueue,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
    endings: Endings,
  ) {
    log.setContext(Refunds.name);
    queue.work('refund-order', ({ orderId }) => this.refund(orderId));
    endings.onEnding(({ kind, id, reason }) => {
      if (kind === 'session' && reason === 'failed_to_start') void this.request(id);
    });
  }

  /** The job: asks Stripe for the money back. The key makes it one refund, whoever else asks for the same. */
  async refund(orderId: string): Promise<void> {
    const order = await this.orders.find(orderId);
    if (order?.status !== 'paid' || order.stripePaymentIntentId === null) return;
    const payment = order.stripePaymentIntentId;
    try {
      const { status } = await this.stripe.client.refunds.create(
        { payment_intent: payment, metadata: { [ORDER_ID]: order.id } },
        { idempotencyKey: `refund:${payment}` },
      );
      if (status === 'failed' || status === 'canceled') throw new Error(`refund of ${payment} ${status}`);
    } catch (error) {
      if (!isAlreadyRefunded(error)) throw error;
    }
    await this.close(order, 'failed_to_start');
  }

  /** A charge was refunded at Stripe, by us or by a person there. Part of the money back changes nothing. */
  async noteRefund(chargeId: string): Promise<Handled> {
    const charge = await this.stripe.client.charges.retrieve(chargeId);
    const orderId = orderIdOf(charge.metadata);
    const order = orderId === undefined ? undefined : await this.orders.find(orderId);
    if (!order) return NOT_OURS;
    if (charge.refunded) await this.close(order, 'at_stripe');
    return DONE;
  }

  /** Order and session in one transaction: whoever has the money back has no session. */
  async close({ id, accountId }: Order, reason: RefundReason): Promise<void> {
    const result = await this.dataSource.transaction(async (manager) => {
      const refunded = await this.orders.becomeRefunded(manager, id, reason);
      if (!refunded) return undefined;
      const { sessionId } = refunded;
      const data = { orderId: id, reason, sessionId };
      await this.audit.record(
        { action: 'order.refunded', actor: 'stripe', subject: { accountId }, data },
        manager,
      );
      return {
        sessionId,
        ended: sessionId ? await this.ending.endWithin(manager, sessionId, 'refunded') : undefined,
      };
    });
    if (!result) return;
    if (result.ended) this.ending.announce(result.ended);
    this.log.info({ orderId: id, sessionId: result.sessionId, reason }, 'order refunded');
  }

  /** Heard on every node: several jobs for one order do no harm. A node that dies here is caught by the reconciler. */
  private async request(sessionId: string): Promise<void> {
    try {
      const order = await this.orders.findBySession(sessionId);
      if (order?.status !== 'paid') return;
      await this.queue.enqueue(this.dataSource.manager, 'refund-order', { orderId: order.id });
    } catch (err) {
      this.log.error({ err, sessionId }, 'refund not requested, the reconciler will');
    }
  }
}

function isAlreadyRefunded(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'charge_already_refunded';
}
