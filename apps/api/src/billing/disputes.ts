import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type Stripe from 'stripe';
import { DataSource, type EntityManager } from 'typeorm';
import type { DisputeState } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { AccountFreeze } from './account-freeze.js';
import { disputeState } from './dispute-states.js';
import { gatherEvidence } from './evidence.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import { MoneyBack, type Told } from './money-back.js';
import type { Order } from './order.js';
import { idOf, OrderOfCharge } from './order-of-charge.js';
import { Settlement } from './settlement.js';
import { StripeAccess } from './stripe-access.js';

/** What changed by it: it was not known, it is decided now, or nothing. */
type Change = 'opened' | 'closed' | 'none';

/**
 * A customer's bank takes a payment back. The session it paid for ends, the account is frozen, what we know is kept as
 * evidence; how the bank decides only says whether the account may buy again. What has ended stays ended.
 */
@Injectable()
export class Disputes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly stripe: StripeAccess,
    private readonly charges: OrderOfCharge,
    private readonly settlement: Settlement,
    private readonly moneyBack: MoneyBack,
    private readonly freeze: AccountFreeze,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Disputes.name);
  }

  async note(disputeId: string): Promise<Handled> {
    const dispute = await this.stripe.client.disputes.retrieve(disputeId);
    const order = await this.charges.find(idOf(dispute.charge) ?? '');
    if (!order) return NOT_OURS;
    // the news of the payment may be slower than that of its dispute
    if (order.status !== 'paid' && order.status !== 'refunded') await this.settlement.settleOrder(order);
    const { change, told } = await this.dataSource.transaction((manager) =>
      this.noteWithin(manager, dispute, order.id),
    );
    told();
    const facts = { orderId: order.id, disputeId, status: dispute.status };
    if (change === 'opened') {
      this.log.error(facts, 'payment disputed');
      await this.settlement.closeOpen('account', order.accountId);
    }
    if (change === 'closed') this.log.warn(facts, 'dispute decided');
    return DONE;
  }

  private async noteWithin(
    manager: EntityManager,
    dispute: Stripe.Dispute,
    orderId: string,
  ): Promise<{ change: Change; told: Told }> {
    const order = await lockOrder(manager, orderId);
    const state = disputeState(dispute);
    const change = await this.write(manager, dispute, order, state);
    if (change === 'none') return { change, told: () => {} };
    const takesBack = change === 'opened' && (state === 'open' || state === 'lost');
    const told = takesBack ? await this.moneyBack.dispute(manager, order) : () => {};
    await this.freeze.follow(manager, order.accountId);
    const { id: disputeId, status, reason } = dispute;
    const data = { orderId, disputeId, status, reason };
    const action = change === 'opened' ? 'order.disputed' : 'dispute.closed';
    await this.audit.record(
      { action, actor: 'stripe', subject: { accountId: order.accountId }, data },
      manager,
    );
    return { change, told };
  }

  /** A dispute that was decided is decided: what Stripe said earlier and arrives later changes nothing. */
  private async write(
    manager: EntityManager,
    dispute: Stripe.Dispute,
    order: Order,
    state: DisputeState,
  ): Promise<Change> {
    const dueBy = dispute.evidence_details.due_by;
    const [updated] = await manager.query<[{ id: string }[], number]>(
      `UPDATE disputes SET stripe_status = $2, state = $3, evidence_due_at = to_timestamp($4),
         closed_at = CASE WHEN $3 <> 'open' THEN clock_timestamp() END
       WHERE id = $1 AND state = 'open' RETURNING id`,
      [dispute.id, dispute.status, state, dueBy],
    );
    if (updated.length > 0) return state === 'open' ? 'none' : 'closed';
    const inserted = await manager.query<unknown[]>(
      `INSERT INTO disputes (id, order_id, amount_cents, currency, state, stripe_status, reason, opened_at,
         evidence_due_at, closed_at, evidence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8), to_timestamp($9),
         CASE WHEN $5 <> 'open' THEN clock_timestamp() END, $10) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        dispute.id,
        order.id,
        dispute.amount,
        dispute.currency,
        state,
        dispute.status,
        dispute.reason,
        dispute.created,
        dueBy,
        JSON.stringify(await gatherEvidence(manager, order.id)),
      ],
    );
    return inserted.length > 0 ? 'opened' : 'none';
  }
}

async function lockOrder(manager: EntityManager, orderId: string): Promise<Order> {
  const [order] = await manager.query<Order[]>(
    `SELECT id, account_id AS "accountId", session_id AS "sessionId", extends_session_id AS "extendsSessionId"
     FROM orders WHERE id = $1 FOR UPDATE`,
    [orderId],
  );
  if (!order) throw new Error('an order is gone');
  return order;
}
