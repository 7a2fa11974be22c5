import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, AdminOrder, AdminOrderDetail, OrderKind, OrderStatus, Page } from '#contracts';
import {
  ORDER_FACT_COLUMNS,
  ORDER_FACT_SOURCES,
  orderFacts,
  type OrderFactsRow,
} from '../billing/order-facts.js';
import { REFUNDABLE } from '../billing/refund-rows.js';
import { AppError } from '../kernel/app-error.js';
import { AdminDisputes } from './admin-disputes.js';
import { AdminRefunds } from './admin-refunds.js';
import { moneyPage, type ListRequest } from './money-page.js';

interface Row extends OrderFactsRow {
  accountId: AccountId;
  email: string;
  frozen: boolean;
  refundable: boolean;
  checkoutId: string | null;
  paymentIntentId: string | null;
  chargeId: string | null;
}

const SELECT = `
  SELECT ${ORDER_FACT_COLUMNS}, a.id AS "accountId", a.email, a.frozen_at IS NOT NULL AS frozen, ${REFUNDABLE} AS refundable,
    o.stripe_checkout_id AS "checkoutId", o.stripe_payment_intent_id AS "paymentIntentId", o.stripe_charge_id AS "chargeId"
  FROM ${ORDER_FACT_SOURCES} JOIN accounts a ON a.id = o.account_id`;

/** Part of an address or a reference, or the whole of an id. strpos, not LIKE: what a person types has no wildcards. */
const MATCHES = (p: string) =>
  `(strpos(a.email_key, lower(${p})) > 0 OR strpos(lower(s.reference), lower(${p})) > 0 OR o.id::text = lower(${p})
    OR ${p} IN (o.stripe_checkout_id, o.stripe_payment_intent_id, o.stripe_charge_id)
    OR EXISTS (SELECT FROM refunds WHERE order_id = o.id AND stripe_refund_id = ${p})
    OR EXISTS (SELECT FROM disputes WHERE order_id = o.id AND id = ${p}))`;

export interface OrderFilter extends ListRequest {
  status?: OrderStatus | undefined;
  kind?: OrderKind | undefined;
}

/** Orders as finance sees them: every state, with the payment and what became of it. */
@Injectable()
export class AdminOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly refunds: AdminRefunds,
    private readonly disputes: AdminDisputes,
  ) {}

  async list({ status, kind, ...request }: OrderFilter): Promise<Page<AdminOrder>> {
    const equal = [
      ...(status ? [{ sql: (p: string) => `o.status = ${p}`, value: status }] : []),
      ...(kind
        ? [{ sql: (p: string) => `(o.extends_session_id IS NOT NULL) = ${p}`, value: kind === 'extension' }]
        : []),
      ...(request.q ? [{ sql: MATCHES, value: request.q }] : []),
    ];
    const order = { at: 'o.created_at', id: 'o.id', ids: 'uuid' } as const;
    return moneyPage(this.dataSource, { select: SELECT, equal, order, request, show: toOrder });
  }

  /** @throws AppError NOT_FOUND */
  async one(id: string): Promise<AdminOrderDetail> {
    const [row] = await this.dataSource.query<Row[]>(`${SELECT} WHERE o.id = $1`, [id]);
    if (!row) throw new AppError('NOT_FOUND', { detail: 'There is no such order.' });
    const [refunds, disputes, warnings] = await Promise.all([
      this.refunds.ofOrder(id),
      this.disputes.ofOrder(id),
      this.dataSource.query<{ id: string; type: string; at: Date }[]>(
        'SELECT id, type, at FROM fraud_warnings WHERE order_id = $1 ORDER BY at',
        [id],
      ),
    ]);
    const fraudWarnings = warnings.map((warning) => ({ ...warning, at: warning.at.toISOString() }));
    return { ...toOrder(row), refunds, disputes, fraudWarnings };
  }
}

function toOrder(row: Row): AdminOrder {
  const { accountId, email, frozen, refundedCents, refundable, checkoutId, paymentIntentId, chargeId } = row;
  return {
    ...orderFacts(row),
    customer: { id: accountId, email, frozen },
    refundedCents,
    refundable,
    refund: refundOf(row),
    payment: paymentIntentId === null ? null : { checkoutId, paymentIntentId, chargeId },
  };
}

function refundOf({ refundState, refundReason, refundCents, refundAt }: Row): AdminOrder['refund'] {
  if (refundState === null || refundReason === null || refundCents === null || refundAt === null) return null;
  return { state: refundState, reason: refundReason, amountCents: refundCents, at: refundAt.toISOString() };
}
