import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { DataSource, type EntityManager } from 'typeorm';
import type { RefundReason, RefundState } from '#contracts';

export interface RefundRequest {
  reason: RefundReason;
  /** An administrator's address, or `system`. */
  by: string;
  note?: string | undefined;
}

export interface RequestedRefund {
  id: string;
  attempt: number;
}

/** Stripe's words for where a refund is. Ours are fewer: what still may succeed is pending. */
const STATES: Record<string, RefundState> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

/** A refund only moves forward: an answer of Stripe's that is older than what is known changes nothing. */
const COMES_AFTER: Record<RefundState, RefundState[]> = {
  requested: [],
  pending: ['requested'],
  succeeded: ['requested', 'pending'],
  failed: ['requested', 'pending', 'succeeded'],
  canceled: ['requested', 'pending'],
};

/** The table of refunds: ours from the wish on, those made at Stripe from when we hear of them. */
@Injectable()
export class RefundRows {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when there is nothing left to give back, it is on its way, or the bank has taken it (a dispute). */
  async request(
    manager: EntityManager,
    orderId: string,
    { reason, by, note }: RefundRequest,
  ): Promise<RequestedRefund | undefined> {
    const [row] = await manager.query<RequestedRefund[]>(
      `INSERT INTO refunds (order_id, attempt, amount_cents, currency, state, reason, requested_by, note)
       SELECT o.id, 1 + (SELECT count(*) FROM refunds r WHERE r.order_id = o.id AND r.reason <> 'at_stripe'),
         o.amount_cents - o.refunded_cents, o.currency, 'requested', $2, $3, $4
       FROM orders o WHERE o.id = $1 AND ${REFUNDABLE}
       ON CONFLICT DO NOTHING RETURNING id, attempt`,
      [orderId, reason, by, note ?? null],
    );
    return row;
  }

  /** The wish of ours that Stripe has not answered yet. */
  async requested(orderId: string): Promise<RequestedRefund | undefined> {
    const [row] = await this.dataSource.query<RequestedRefund[]>(
      `SELECT id, attempt FROM refunds WHERE order_id = $1 AND state = 'requested'`,
      [orderId],
    );
    return row;
  }

  /** Whether we want all of the money to go back, wherever that has got to. */
  async isWished(orderId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT FROM refunds WHERE order_id = $1 AND reason <> 'at_stripe'`,
      [orderId],
    );
    return rows.length > 0;
  }

  /** The wish could not be: nothing is on its way. */
  async refuse(id: string, failure: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE refunds SET state = 'failed', failure = $2, settled_at = clock_timestamp()
       WHERE id = $1 AND state = 'requested'`,
      [id, failure],
    );
  }

  /** Somebody else gave the money back first: the wish came to nothing, and nothing is missing. */
  async withdraw(id: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM refunds WHERE id = $1 AND state = 'requested'`, [id]);
  }

  /**
   * Takes over what Stripe says of a refund. `isOurs`: we asked for it, so it belongs to the wish, whose answer may have
   * been lost. @returns true when it has failed with this
   */
  async note(
    manager: EntityManager,
    orderId: string,
    refund: Stripe.Refund,
    isOurs: boolean,
  ): Promise<boolean> {
    const state = STATES[refund.status ?? ''] ?? 'pending';
    if (isOurs) {
      await manager.query(
        `UPDATE refunds SET stripe_refund_id = $2 WHERE order_id = $1 AND state = 'requested'
           AND stripe_refund_id IS NULL AND NOT EXISTS (SELECT FROM refunds WHERE stripe_refund_id = $2)`,
        [orderId, refund.id],
      );
    }
    await manager.query(
      `INSERT INTO refunds (order_id, stripe_refund_id, amount_cents, currency, state, reason, requested_by, created_at)
       VALUES ($1, $2, $3, $4, 'pending', 'at_stripe', 'stripe', to_timestamp($5)) ON CONFLICT DO NOTHING`,
      [orderId, refund.id, refund.amount, refund.currency, refund.created],
    );
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE refunds SET state = $2, failure = $3, amount_cents = $4,
         settled_at = CASE WHEN $2 <> 'pending' THEN clock_timestamp() END
       WHERE stripe_refund_id = $1 AND state = ANY($5) RETURNING id`,
      [refund.id, state, refund.failure_reason ?? null, refund.amount, COMES_AFTER[state]],
    );
    return rows.length > 0 && (state === 'failed' || state === 'canceled');
  }
}

/** Of an order `o`: there is money to give back and it is not on its way. */
export const REFUNDABLE = `o.status = 'paid' AND o.stripe_payment_intent_id IS NOT NULL AND o.refunded_cents < o.amount_cents
  AND NOT EXISTS (SELECT FROM disputes d WHERE d.order_id = o.id AND d.state IN ('open', 'lost'))
  AND NOT EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id AND r.state = 'requested')`;
