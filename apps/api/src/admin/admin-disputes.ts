import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, AdminDispute, AdminDisputeDetail, DisputeState, Page } from '#contracts';
import { AppError } from '../kernel/app-error.js';
import { moneyPage, type ListRequest } from './money-page.js';

interface Row extends Omit<AdminDispute, 'customer' | 'openedAt' | 'evidenceDueAt' | 'closedAt'> {
  accountId: AccountId;
  email: string;
  frozen: boolean;
  openedAt: Date;
  evidenceDueAt: Date | null;
  closedAt: Date | null;
  evidence: AdminDisputeDetail['evidence'];
}

const SELECT = `
  SELECT d.id, d.order_id AS "orderId", a.id AS "accountId", a.email, a.frozen_at IS NOT NULL AS frozen,
    s.reference AS "sessionReference", d.amount_cents AS "amountCents", d.currency, d.state,
    d.stripe_status AS "stripeStatus", d.reason, d.opened_at AS "openedAt", d.evidence_due_at AS "evidenceDueAt",
    d.closed_at AS "closedAt", d.evidence
  FROM disputes d JOIN orders o ON o.id = d.order_id JOIN accounts a ON a.id = o.account_id
  LEFT JOIN sessions s ON s.id = coalesce(o.session_id, o.extends_session_id)`;

const MATCHES = (p: string) =>
  `(strpos(a.email_key, lower(${p})) > 0 OR strpos(lower(s.reference), lower(${p})) > 0 OR d.id = ${p}
    OR d.order_id::text = lower(${p}))`;

export interface DisputeFilter extends ListRequest {
  state?: DisputeState | undefined;
}

/** Payments that banks took back, how they decided, and what we can show them. */
@Injectable()
export class AdminDisputes {
  constructor(private readonly dataSource: DataSource) {}

  async list({ state, ...request }: DisputeFilter): Promise<Page<AdminDispute>> {
    const equal = [
      ...(state ? [{ sql: (p: string) => `d.state = ${p}`, value: state }] : []),
      ...(request.q ? [{ sql: MATCHES, value: request.q }] : []),
    ];
    const order = { at: 'd.opened_at', id: 'd.id', ids: 'text' } as const;
    return moneyPage(this.dataSource, { select: SELECT, equal, order, request, show: toDispute });
  }

  /** @throws AppError NOT_FOUND */
  async one(id: string): Promise<AdminDisputeDetail> {
    const [row] = await this.dataSource.query<Row[]>(`${SELECT} WHERE d.id = $1`, [id]);
    if (!row) throw new AppError('NOT_FOUND', { detail: 'There is no such dispute.' });
    return { ...toDispute(row), evidence: row.evidence };
  }

  /** The oldest first. */
  async ofOrder(orderId: string): Promise<AdminDispute[]> {
    const sql = `${SELECT} WHERE d.order_id = $1 ORDER BY d.opened_at, d.id`;
    return (await this.dataSource.query<Row[]>(sql, [orderId])).map(toDispute);
  }
}

function toDispute(row: Row): AdminDispute {
  return {
    id: row.id,
    orderId: row.orderId,
    customer: { id: row.accountId, email: row.email, frozen: row.frozen },
    sessionReference: row.sessionReference,
    amountCents: row.amountCents,
    currency: row.currency,
    state: row.state,
    stripeStatus: row.stripeStatus,
    reason: row.reason,
    openedAt: row.openedAt.toISOString(),
    evidenceDueAt: row.evidenceDueAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
