import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AdminStripeEvent, Page, StripeEventState } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { EventInbox } from '../billing/event-inbox.js';
import { AppError } from '../kernel/app-error.js';
import { moneyPage, type ListRequest } from './money-page.js';

interface Row extends Omit<AdminStripeEvent, 'receivedAt' | 'processedAt'> {
  receivedAt: Date;
  processedAt: Date | null;
}

const SELECT = `
  SELECT e.id, e.type, e.state, e.livemode, e.api_version AS "apiVersion", e.object_id AS "objectId", e.error AS why,
    e.attempts, e.received_at AS "receivedAt", e.processed_at AS "processedAt"
  FROM stripe_events e`;

const MATCHES = (p: string) =>
  `(strpos(e.id, ${p}) > 0 OR strpos(e.type, ${p}) > 0 OR strpos(e.object_id, ${p}) > 0)`;

export interface EventFilter extends ListRequest {
  state?: StripeEventState | undefined;
}

/** Stripe's messages and what became of them; those that wait for a person can be handled once more. */
@Injectable()
export class AdminStripeEvents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: EventInbox,
    private readonly audit: AuditTrail,
  ) {}

  async list({ state, ...request }: EventFilter): Promise<Page<AdminStripeEvent>> {
    const equal = [
      ...(state ? [{ sql: (p: string) => `e.state = ${p}`, value: state }] : []),
      ...(request.q ? [{ sql: MATCHES, value: request.q }] : []),
    ];
    const order = { at: 'e.received_at', id: 'e.id', ids: 'text' } as const;
    return moneyPage(this.dataSource, { select: SELECT, equal, order, request, show: toEvent });
  }

  /** @throws AppError NOT_FOUND */
  async replay(id: string, admin: string): Promise<AdminStripeEvent> {
    const { type, state } = await this.one(id);
    await this.audit.record({
      action: 'stripe_event.replayed',
      actor: admin,
      subject: id,
      data: { type, was: state },
    });
    await this.inbox.replay(id);
    return this.one(id);
  }

  private async one(id: string): Promise<AdminStripeEvent> {
    const [row] = await this.dataSource.query<Row[]>(`${SELECT} WHERE e.id = $1`, [id]);
    if (!row) throw new AppError('NOT_FOUND', { detail: 'There is no such event.' });
    return toEvent(row);
  }
}

function toEvent({
  id,
  type,
  state,
  livemode,
  apiVersion,
  objectId,
  why,
  attempts,
  ...times
}: Row): AdminStripeEvent {
  const receivedAt = times.receivedAt.toISOString();
  const processedAt = times.processedAt?.toISOString() ?? null;
  return { id, type, state, livemode, apiVersion, objectId, why, attempts, receivedAt, processedAt };
}
