import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AdminMoneyOverview } from '#contracts';
import { paidButInactive, waitingForAPerson } from './metrics.js';

/** What of the money waits for a person, and whether anybody paid for something they do not have. */
@Injectable()
export class MoneyOverview {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<AdminMoneyOverview> {
    const [row] = await this.dataSource.query<AdminMoneyOverview[]>(
      `SELECT
         (SELECT count(*)::int FROM stripe_events WHERE state = 'parked') AS "eventsParked",
         (SELECT count(*)::int FROM stripe_events WHERE state = 'failed') AS "eventsFailed",
         (SELECT count(*)::int FROM refunds r JOIN orders o ON o.id = r.order_id
          WHERE r.state IN ('failed', 'canceled') AND o.status = 'paid'
            AND NOT EXISTS (SELECT FROM refunds later WHERE later.order_id = r.order_id
              AND later.created_at > r.created_at)) AS "refundsFailed",
         (SELECT count(*)::int FROM disputes WHERE state = 'open') AS "disputesOpen",
         (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(o.paid_at)), 0)::float8
          FROM orders o LEFT JOIN sessions s ON s.id = o.session_id
          WHERE o.status = 'paid' AND o.extends_session_id IS NULL
            AND (s.id IS NULL OR s.state = 'provisioning')) AS "paidButInactiveSeconds"`,
    );
    if (!row) throw new Error('an aggregate gave no row');
    return row;
  }

  /** For whoever scrapes metrics. */
  async refreshGauges(): Promise<void> {
    const { eventsParked, eventsFailed, refundsFailed, disputesOpen, paidButInactiveSeconds } =
      await this.read();
    paidButInactive.set(paidButInactiveSeconds);
    waitingForAPerson.set({ what: 'event_parked' }, eventsParked);
    waitingForAPerson.set({ what: 'event_failed' }, eventsFailed);
    waitingForAPerson.set({ what: 'refund_failed' }, refundsFailed);
    waitingForAPerson.set({ what: 'dispute_open' }, disputesOpen);
  }
}
