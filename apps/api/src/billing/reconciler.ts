import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { EventInbox } from './event-inbox.js';
import { EventRows } from './event-rows.js';
import { ORDER_COLUMNS, type Order } from './order.js';
import { Refunds } from './refunds.js';
import { Repairs } from './repairs.js';
import { Settlement } from './settlement.js';

const EVERY_MS = 60_000;
/** Younger ones are about to be settled by their webhook, their return page or their job. */
const LEFT_ALONE_SECONDS = 30;
/** So many a run: a long outage is caught up with over several. */
const BATCH = 100;

/**
 * What no message and no job has settled, from our own books, at boot and every minute: orders whose webhook never came,
 * events that were stored and not processed, refunds that nobody asked for. Several nodes share the work.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap {
  private running = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly settlement: Settlement,
    private readonly inbox: EventInbox,
    private readonly events: EventRows,
    private readonly refunds: Refunds,
    private readonly repairs: Repairs,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Reconciler.name);
  }

  onApplicationBootstrap(): void {
    void this.run();
  }

  /** One run at a time. Never rejects: what fails is tried again by the next. */
  @Interval(EVERY_MS)
  async run(): Promise<void> {
    const { server, billing } = this.config;
    if (this.running || server.role === 'api' || billing.stripeSecretKey === undefined) return;
    this.running = true;
    try {
      await this.settleOrders();
      await this.processEvents();
      await this.refundOwed();
    } catch (err) {
      this.log.warn({ err }, 'not reconciled');
    } finally {
      this.running = false;
    }
  }

  /** A checkout that nobody paid in time is ended; that is no repair. */
  private async settleOrders(): Promise<void> {
    for (const { stale, ...order } of await this.unsettledOrders()) {
      await this.repairs.attempt('order', { orderId: order.id }, async () => {
        const changed = await (stale ? this.settlement.giveUp(order) : this.settlement.settleOrder(order));
        return changed && !stale;
      });
    }
  }

  private async processEvents(): Promise<void> {
    const old = { untried: false, olderThanSeconds: LEFT_ALONE_SECONDS, limit: BATCH };
    for (const eventId of await this.events.waiting(old)) {
      await this.repairs.attempt('event', { eventId }, async () => {
        await this.inbox.process(eventId);
        return true;
      });
    }
  }

  private async refundOwed(): Promise<void> {
    for (const orderId of await this.owedRefunds()) {
      await this.repairs.attempt('refund', { orderId }, async () => {
        const wished = await this.refunds.request(orderId, { reason: 'failed_to_start', by: 'system' });
        await this.refunds.refund(orderId);
        return wished;
      });
    }
  }

  /** Claims them for this node: the others skip what is locked or was asked about a moment ago. */
  private async unsettledOrders(): Promise<(Order & { stale: boolean })[]> {
    const [rows] = await this.dataSource.query<[(Order & { stale: boolean })[], number]>(
      `UPDATE orders SET asked_at = clock_timestamp() WHERE id IN (
         SELECT id FROM orders
         WHERE status IN ('open', 'pending') AND created_at < clock_timestamp() - make_interval(secs => $1)
           AND (asked_at IS NULL OR asked_at < clock_timestamp() - make_interval(secs => $1))
         ORDER BY asked_at NULLS FIRST LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${ORDER_COLUMNS}, status = 'open' AND reserved_until <= clock_timestamp() AS stale`,
      [LEFT_ALONE_SECONDS, BATCH],
    );
    return rows;
  }

  /** Never wished for because a process died, or wished for and not answered by Stripe. */
  private async owedRefunds(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT o.id FROM orders o JOIN sessions s ON s.id = o.session_id
       WHERE o.status = 'paid' AND s.end_reason = 'failed_to_start'
         AND s.ended_at < clock_timestamp() - make_interval(secs => $1)
         AND NOT EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id AND r.reason <> 'at_stripe')
       UNION SELECT order_id FROM refunds
       WHERE state = 'requested' AND created_at < clock_timestamp() - make_interval(secs => $1) LIMIT $2`,
      [LEFT_ALONE_SECONDS, BATCH],
    );
    return rows.map(({ id }) => id);
  }
}
