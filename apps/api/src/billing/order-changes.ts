import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { changeOrder, type Order, type Payment } from './order.js';

/**
 * What becomes of an order, from what Stripe says of its money. Each change is guarded by the state it changes from: whoever
 * comes second changes nothing.
 */
@Injectable()
export class OrderChanges {
  constructor(private readonly dataSource: DataSource) {}

  /** The money is there. Also for an order that was given up before it came. */
  becomePaid(manager: EntityManager, id: string, payment: Payment): Promise<Order | undefined> {
    return changeOrder(
      manager,
      `UPDATE orders SET status = 'paid', paid_at = clock_timestamp(), closed_at = NULL,
         stripe_payment_intent_id = $2, stripe_charge_id = $3, receipt_url = $4
       WHERE id = $1 AND status IN ('open', 'pending', 'expired', 'failed')`,
      [id, payment.paymentIntentId, payment.chargeId, payment.receiptUrl],
    );
  }

  async attachSession(manager: EntityManager, id: string, sessionId: string): Promise<void> {
    await manager.query('UPDATE orders SET session_id = $2 WHERE id = $1', [id, sessionId]);
  }

  /** The time an extension bought is the session's from now on. */
  async noteExtended(manager: EntityManager, id: string): Promise<void> {
    await manager.query('UPDATE orders SET extended_at = clock_timestamp() WHERE id = $1', [id]);
  }

  /** The time is to be taken back; undefined when it was, or never was given. */
  takeBackExtension(manager: EntityManager, id: string): Promise<Order | undefined> {
    return changeOrder(
      manager,
      'UPDATE orders SET extended_at = NULL WHERE id = $1 AND extended_at IS NOT NULL',
      [id],
    );
  }

  becomePending(id: string, paymentIntentId: string): Promise<Order | undefined> {
    return changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET status = 'pending', stripe_payment_intent_id = $2 WHERE id = $1 AND status = 'open'`,
      [id, paymentIntentId],
    );
  }

  becomeFailed(id: string): Promise<Order | undefined> {
    return changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET status = 'failed', closed_at = clock_timestamp()
       WHERE id = $1 AND status IN ('open', 'pending')`,
      [id],
    );
  }

  becomeExpired(id: string): Promise<Order | undefined> {
    return changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET status = 'expired', closed_at = clock_timestamp() WHERE id = $1 AND status = 'open'`,
      [id],
    );
  }
}
