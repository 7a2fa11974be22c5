import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../kernel/clock.js';
import { Disputes } from './disputes.js';
import { ORDER_COLUMNS, type Order } from './order.js';
import { idOf } from './order-of-charge.js';
import { Refunds } from './refunds.js';
import { Repairs } from './repairs.js';
import { Rounds } from './rounds.js';
import { Settlement } from './settlement.js';
import { StripeAccess } from './stripe-access.js';

const LOOK_EVERY_MS = 600_000;
const DAY_SECONDS = 86_400;
/** Longer than Stripe tries to deliver a message. */
const LOOK_BACK_SECONDS = 3 * DAY_SECONDS;
const NAME = 'daily-review';

/**
 * Once a day, both ways over three days: each of our orders is compared with its checkout, and each checkout, refund and
 * dispute at Stripe with our books. Needs no event at all, so it also finds what Stripe keeps no event of any more.
 */
@Injectable()
export class DailyReview implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly stripe: StripeAccess,
    private readonly settlement: Settlement,
    private readonly refunds: Refunds,
    private readonly disputes: Disputes,
    private readonly rounds: Rounds,
    private readonly repairs: Repairs,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DailyReview.name);
  }

  onApplicationBootstrap(): void {
    void this.runWhenDue();
  }

  @Interval(LOOK_EVERY_MS)
  async runWhenDue(): Promise<void> {
    const { server, billing } = this.config;
    if (server.role === 'api' || billing.stripeSecretKey === undefined) return;
    try {
      if (!(await this.rounds.claim(NAME, DAY_SECONDS))) return;
      await this.run();
      this.log.info('money reviewed');
    } catch (err) {
      this.log.warn({ err }, 'money not reviewed, soon again');
      await this.rounds.forget(NAME).catch(() => {}); // it is due again tomorrow at the latest
    }
  }

  /** @throws when Stripe cannot be asked */
  async run(): Promise<void> {
    for (const order of await this.ourOrders()) {
      const { id: orderId } = order;
      await this.repairs.attempt('review', { orderId }, () => this.settlement.settleOrder(order));
    }
    const since = { gte: Math.floor(this.clock.now().getTime() / 1_000) - LOOK_BACK_SECONDS };
    await this.reviewCheckouts(since);
    await this.reviewRefunds(since);
    await this.reviewDisputes(since);
  }

  private async reviewCheckouts(created: { gte: number }): Promise<void> {
    const list = this.stripe.client.checkout.sessions.list({ created, status: 'complete', limit: 100 });
    for await (const { id } of list) {
      await this.unlessKnown(
        'SELECT FROM orders WHERE stripe_checkout_id = $1 AND paid_at IS NOT NULL',
        id,
        () => this.settlement.settleCheckout(id),
      );
    }
  }

  private async reviewRefunds(created: { gte: number }): Promise<void> {
    const list = this.stripe.client.refunds.list({ created, limit: 100 });
    for await (const { id, charge } of list) {
      const known = `SELECT FROM refunds WHERE stripe_refund_id = $1 AND state NOT IN ('requested', 'pending')`;
      await this.unlessKnown(known, id, () => this.refunds.noteCharge(idOf(charge) ?? ''));
    }
  }

  private async reviewDisputes(created: { gte: number }): Promise<void> {
    const list = this.stripe.client.disputes.list({ created, limit: 100 });
    for await (const { id } of list) {
      await this.unlessKnown(`SELECT FROM disputes WHERE id = $1 AND state <> 'open'`, id, () =>
        this.disputes.note(id),
      );
    }
  }

  private async unlessKnown(
    query: string,
    id: string,
    work: () => Promise<{ done: boolean }>,
  ): Promise<void> {
    await this.repairs.attempt('review', { objectId: id }, async () => {
      const isKnown = async () => (await this.dataSource.query<unknown[]>(query, [id])).length > 0;
      if (await isKnown()) return false;
      const { done } = await work();
      return done && (await isKnown());
    });
  }

  private ourOrders(): Promise<Order[]> {
    return this.dataSource.query<Order[]>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE stripe_checkout_id IS NOT NULL AND status <> 'refunded'
         AND greatest(created_at, paid_at) > clock_timestamp() - make_interval(secs => $1) ORDER BY created_at`,
      [LOOK_BACK_SECONDS],
    );
  }
}
