import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import { crashPoint } from '../kernel/crash-point.js';
import { JobQueue } from '../queue/job-queue.js';
import { Endings } from '../signals/endings.js';
import { ORDER_ID } from './checkout-params.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import { MoneyBack, type Told } from './money-back.js';
import type { Order } from './order.js';
import { idOf, OrderOfCharge } from './order-of-charge.js';
import { Orders } from './orders.js';
import { RefundNotes } from './refund-notes.js';
import { RefundRows, type RefundRequest, type RequestedRefund } from './refund-rows.js';
import { StripeAccess } from './stripe-access.js';

const NOTHING: Told = () => {};

/**
 * Gives money back, once. Wish, end of what it paid for and job are one transaction; the job asks Stripe, with a key made
 * of the payment; what Stripe says of the refund from then on is noted like one that was made there.
 */
@Injectable()
export class Refunds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: Orders,
    private readonly rows: RefundRows,
    private readonly notes: RefundNotes,
    private readonly moneyBack: MoneyBack,
    private readonly charges: OrderOfCharge,
    private readonly stripe: StripeAccess,
    private readonly queue: JobQueue,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
    endings: Endings,
  ) {
    log.setContext(Refunds.name);
    queue.work('refund-order', ({ orderId }) => this.refund(orderId));
    endings.onEnding(({ kind, id, reason }) => {
      if (kind === 'session' && reason === 'failed_to_start') void this.requestFor(id);
    });
  }

  /** Asked again, or by two at once, it is one refund. @returns false when there was nothing to wish for */
  async request(orderId: string, request: RefundRequest): Promise<boolean> {
    const told = await this.dataSource.transaction(async (manager) => {
      const order = await this.orders.lock(manager, orderId);
      return order && this.requestWithin(manager, order, request);
    });
    if (!told) return false;
    told();
    this.log.info({ orderId, reason: request.reason }, 'refund requested');
    crashPoint('refund.requested');
    return true;
  }

  /** In the caller's transaction, who calls what it answers after the commit. */
  async requestWithin(
    manager: EntityManager,
    order: Order,
    request: RefundRequest,
  ): Promise<Told | undefined> {
    const { id: orderId, accountId, sessionId } = order;
    const refund = await this.rows.request(manager, orderId, request);
    if (!refund) return undefined;
    await this.queue.enqueue(manager, 'refund-order', { orderId });
    const { reason, by, note } = request;
    const data = { orderId, reason, sessionId, ...(note !== undefined && { note }) };
    await this.audit.record({ action: 'refund.requested', actor: by, subject: { accountId }, data }, manager);
    return (await this.moneyBack.takeBack(manager, order)) ?? NOTHING;
  }

  /** The job. The key makes it one refund, whoever else asks for the same. */
  async refund(orderId: string): Promise<void> {
    const wish = await this.rows.requested(orderId);
    if (!wish) return;
    const order = await this.orders.find(orderId);
    if (!order?.stripePaymentIntentId) return;
    const refund = await this.askStripe(order, wish);
    crashPoint('refund.made-at-stripe');
    if (refund) await this.notes.note(orderId, [refund]);
  }

  /** A charge's refunds have changed at Stripe, by us or by a person there. Part of the money back changes nothing else. */
  async noteCharge(chargeId: string): Promise<Handled> {
    const order = await this.charges.find(chargeId);
    if (!order) return NOT_OURS;
    await this.notes.note(order.id, await this.charges.refunds(chargeId));
    return DONE;
  }

  async noteRefund(refundId: string): Promise<Handled> {
    const chargeId = idOf((await this.stripe.client.refunds.retrieve(refundId)).charge);
    return chargeId === undefined ? NOT_OURS : this.noteCharge(chargeId);
  }

  private async askStripe(order: Order, wish: RequestedRefund): Promise<Stripe.Refund | undefined> {
    const payment = String(order.stripePaymentIntentId);
    const again = wish.attempt === 1 ? '' : `:${wish.attempt}`;
    try {
      return await this.stripe.client.refunds.create(
        { payment_intent: payment, metadata: { [ORDER_ID]: order.id } },
        { idempotencyKey: `refund:${payment}${again}` },
      );
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
      if (error.code === 'charge_already_refunded') return this.foundRefunded(order, wish);
      if (error.code === 'charge_disputed') {
        await this.rows.refuse(wish.id, error.code);
        this.log.error({ err: error, orderId: order.id }, 'refund failed, a person decides');
        return undefined;
      }
      throw error;
    }
  }

  private async foundRefunded(order: Order, wish: RequestedRefund): Promise<undefined> {
    const payment = await this.stripe.client.paymentIntents.retrieve(String(order.stripePaymentIntentId));
    const chargeId = idOf(payment.latest_charge);
    if (chargeId !== undefined) await this.noteCharge(chargeId);
    await this.rows.withdraw(wish.id);
  }

  /** Heard on every node: they wish for one refund. A node that dies here is caught by the reconciler. */
  private async requestFor(sessionId: string): Promise<void> {
    try {
      const order = await this.orders.findBySession(sessionId);
      if (order) await this.request(order.id, { reason: 'failed_to_start', by: 'system' });
    } catch (err) {
      this.log.error({ err, sessionId }, 'refund not requested, the reconciler will');
    }
  }
}
