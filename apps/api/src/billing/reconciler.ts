import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { EventInbox } from './event-inbox.js';
import { ORDER_COLUMNS, type Order } from './order.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';

const EVERY_MS = 60_000;
/** Younger ones are about to be settled by their webhook or their return page. */
const LEFT_ALONE_SECONDS = 30;
/** So many a run: a long outage is caught up with over several. */
const BATCH = 100;

/**
 * What no message and no job has settled, at boot and every minute: orders whose webhook never came, events that were
 * stored and not processed, refunds that nobody asked for. Several nodes share the work.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap {
  private running = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly settlement: Settlement,
    private readonly inbox: EventInbox,
    private readonly refunds: Refunds,
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
      for (const { stale, ...order } of await this.unsettledOrders()) {
        const settle = () => (stale ? this.settlement.giveUp(order) : this.settlement.settleOrder(order));
        await this.attempt({ orderId: order.id }, settle);
      }
      for (const eventId of await this.unprocessedEvents()) {
        await this.attempt({ eventId }, () => this.inbox.process(eventId));
      }
      for (const orderId of await this.owedRefunds()) {
        await this.attempt({ orderId }, () => this.refunds.refund(orderId));
      }
    } catch (err) {
      this.log.warn({ err }, 'not reconciled');
    } finally {
      this.running = false;
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

  private async unprocessedEvents(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM stripe_events WHERE state = 'received'
       AND received_at < clock_timestamp() - make_interval(secs => $1) ORDER BY received_at LIMIT $2`,
      [LEFT_ALONE_SECONDS, BATCH],
    );
    return rows.map(({ id }) => id);
  }

  private async owedRefunds(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT o.id FROM orders o JOIN sessions s ON s.id = o.session_id
       WHERE o.status = 'paid' AND s.end_reason = 'failed_to_start'
         AND s.ended_at < clock_timestamp() - make_interval(secs => $1) LIMIT $2`,
      [LEFT_ALONE_SECONDS, BATCH],
    );
    return rows.map(({ id }) => id);
  }

  private async attempt(subject: Record<string, string>, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.log.warn({ err, ...subject }, 'not reconciled, next time');
    }
  }
}
