import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, AdminRefund, Page, RefundState } from '#contracts';
import { moneyPage, type ListRequest } from './money-page.js';

interface Row extends Omit<AdminRefund, 'customer' | 'createdAt' | 'settledAt'> {
  accountId: AccountId;
  email: string;
  frozen: boolean;
  createdAt: Date;
  settledAt: Date | null;
}

const SELECT = `
  SELECT r.id, r.order_id AS "orderId", a.id AS "accountId", a.email, a.frozen_at IS NOT NULL AS frozen,
    r.stripe_refund_id AS "stripeRefundId", r.amount_cents AS "amountCents", r.currency, r.state, r.reason,
    r.requested_by AS by, r.note, r.failure, r.created_at AS "createdAt", r.settled_at AS "settledAt"
  FROM refunds r JOIN orders o ON o.id = r.order_id JOIN accounts a ON a.id = o.account_id`;

const MATCHES = (p: string) =>
  `(strpos(a.email_key, lower(${p})) > 0 OR r.stripe_refund_id = ${p} OR r.order_id::text = lower(${p}))`;

export interface RefundFilter extends ListRequest {
  state?: RefundState | undefined;
}

/** Money that went back, is on its way, or could not go. */
@Injectable()
export class AdminRefunds {
  constructor(private readonly dataSource: DataSource) {}

  async list({ state, ...request }: RefundFilter): Promise<Page<AdminRefund>> {
    const equal = [
      ...(state ? [{ sql: (p: string) => `r.state = ${p}`, value: state }] : []),
      ...(request.q ? [{ sql: MATCHES, value: request.q }] : []),
    ];
    const order = { at: 'r.created_at', id: 'r.id', ids: 'uuid' } as const;
    return moneyPage(this.dataSource, { select: SELECT, equal, order, request, show: toRefund });
  }

  /** The oldest first. */
  async ofOrder(orderId: string): Promise<AdminRefund[]> {
    const sql = `${SELECT} WHERE r.order_id = $1 ORDER BY r.created_at, r.id`;
    return (await this.dataSource.query<Row[]>(sql, [orderId])).map(toRefund);
  }
}

function toRefund(row: Row): AdminRefund {
  return {
    id: row.id,
    orderId: row.orderId,
    customer: { id: row.accountId, email: row.email, frozen: row.frozen },
    stripeRefundId: row.stripeRefundId,
    amountCents: row.amountCents,
    currency: row.currency,
    state: row.state,
    reason: row.reason,
    by: row.by,
    note: row.note,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
