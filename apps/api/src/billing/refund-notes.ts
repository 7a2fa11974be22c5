import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type Stripe from 'stripe';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import { ORDER_ID } from './checkout-params.js';
import { MoneyBack } from './money-back.js';
import { ORDER_COLUMNS, type Order } from './order.js';
import { Orders } from './orders.js';
import { RefundRows } from './refund-rows.js';

type Counted = Order & { becameRefunded: boolean };

/**
 * Brings our books to what Stripe says of an order's refunds, whoever made them. The sum is taken from our rows, which
 * only move forward, under the order's lock: two readers of Stripe, one of them late, agree.
 */
@Injectable()
export class RefundNotes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: Orders,
    private readonly rows: RefundRows,
    private readonly moneyBack: MoneyBack,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(RefundNotes.name);
  }

  /** @returns true when something was not known before */
  async note(orderId: string, refunds: readonly Stripe.Refund[]): Promise<boolean> {
    const result = await this.dataSource.transaction(async (manager) => {
      const before = await this.orders.lock(manager, orderId);
      if (!before) return undefined;
      const failed: Stripe.Refund[] = [];
      for (const refund of refunds) {
        const isOurs = refund.metadata?.[ORDER_ID] === orderId;
        if (await this.rows.note(manager, orderId, refund, isOurs)) failed.push(refund);
      }
      const order = await this.count(manager, orderId);
      const told = order.becameRefunded ? await this.moneyBack.takeBack(manager, before) : () => {};
      await this.record(manager, order, failed);
      return { order, failed, told };
    });
    if (!result) return false;
    const { order, failed, told } = result;
    told();
    if (order.becameRefunded) this.log.info({ orderId, sessionId: order.sessionId }, 'order refunded');
    for (const { id, failure_reason: why } of failed) {
      this.log.error({ orderId, refundId: id, why }, 'refund failed, a person decides');
    }
    return order.becameRefunded || failed.length > 0;
  }

  /** `refunded` from any state: the message that money went back can be faster than the one that it came. */
  private async count(manager: EntityManager, orderId: string): Promise<Counted> {
    const [[row]] = await manager.query<[Counted[], number]>(
      `UPDATE orders SET refunded_cents = sum.cents,
         status = CASE WHEN sum.cents >= amount_cents THEN 'refunded' WHEN status = 'refunded' THEN 'paid' ELSE status END,
         refunded_at = CASE WHEN sum.cents >= amount_cents THEN coalesce(refunded_at, clock_timestamp()) END,
         refund_reason = CASE WHEN sum.cents >= amount_cents THEN sum.reason END
       FROM (SELECT coalesce(sum(amount_cents), 0)::int AS cents, (array_agg(reason ORDER BY created_at DESC))[1] AS reason
             FROM refunds WHERE order_id = $1 AND state IN ('pending', 'succeeded')) sum,
            (SELECT status AS was FROM orders WHERE id = $1) before
       WHERE id = $1
       RETURNING ${ORDER_COLUMNS.replaceAll('amount_cents AS', 'orders.amount_cents AS')},
         status = 'refunded' AND was <> 'refunded' AS "becameRefunded"`,
      [orderId],
    );
    if (!row) throw new Error('an order was not counted');
    return row;
  }

  private async record(manager: EntityManager, order: Counted, failed: Stripe.Refund[]): Promise<void> {
    const { id: orderId, accountId, sessionId, becameRefunded } = order;
    const about = { actor: 'stripe', subject: { accountId } };
    if (becameRefunded) {
      await this.audit.record({ action: 'order.refunded', ...about, data: { orderId, sessionId } }, manager);
    }
    for (const { id: refundId, failure_reason: why } of failed) {
      await this.audit.record(
        { action: 'refund.failed', ...about, data: { orderId, refundId, why } },
        manager,
      );
    }
  }
}
