import type { INestApplication } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { AccountId } from '#contracts';
import { AccountFreeze } from '../../apps/api/src/billing/account-freeze.js';
import { DailyReview } from '../../apps/api/src/billing/daily-review.js';
import { EventInbox } from '../../apps/api/src/billing/event-inbox.js';
import { Orders } from '../../apps/api/src/billing/orders.js';
import { Reconciler } from '../../apps/api/src/billing/reconciler.js';
import { Refunds } from '../../apps/api/src/billing/refunds.js';
import { Settlement } from '../../apps/api/src/billing/settlement.js';
import { StartCheckout } from '../../apps/api/src/billing/start-checkout.js';
import { Sessions } from '../../apps/api/src/sessions/sessions.js';
import type { Fact } from './paper-stripe/objects.js';
import type { PaperStripe } from './paper-stripe/paper-stripe.js';
import type { Random } from './random.js';
import { insertAccount } from './rows.js';
import type { TableQueue } from './table-queue.js';

export interface HistoryParts {
  dataSource: DataSource;
  app: INestApplication;
  stripe: PaperStripe;
  queue: TableQueue;
  random: Random;
}

/**
 * One customer's life with money: checkouts, payments, refunds, disputes, an end; and the messages about them, which get
 * lost, repeated, reordered and late, while processes die. Whatever throws is a death: the customer, Stripe or the queue
 * tries again, or nobody does until the recovery.
 */
export class MoneyHistory {
  private accountId = '' as AccountId;
  private readonly checkouts: { orderId: string; checkoutId: string }[] = [];
  /** Messages that Stripe was told 200 for, and so never sends again. */
  private readonly answered = new Set<string>();

  constructor(private readonly parts: HistoryParts) {}

  async live(): Promise<void> {
    const { dataSource, random } = this.parts;
    this.accountId = (await insertAccount(dataSource)).id as AccountId;
    await this.buy({});
    for (let steps = 2 + random.below(4); steps > 0; steps -= 1) {
      await this.happen();
      await Promise.all([this.deliverSome(), this.lookAtReturnPage(), this.parts.queue.run(random.below(4))]);
    }
  }

  /** What the books say against what Stripe has: each message, the money that came, and the money that went. */
  async compare(): Promise<string[]> {
    const { dataSource, stripe } = this.parts;
    const found: string[] = [];
    const kept = await dataSource.query<{ state: string }[]>(
      'SELECT state FROM stripe_events WHERE id = ANY($1)',
      [[...this.answered]],
    );
    if (kept.length !== this.answered.size)
      found.push(`of ${this.answered.size} messages ${kept.length} are kept`);
    if (kept.some(({ state }) => state !== 'processed')) found.push('a message had no effect');
    for (const { orderId, checkoutId } of this.checkouts) {
      const [row] = await dataSource.query<{ status: string; refunded: number }[]>(
        'SELECT status, refunded_cents AS refunded FROM orders WHERE id = $1',
        [orderId],
      );
      const charge = stripe.chargeOf(checkoutId);
      const isPaid = row?.status === 'paid' || row?.status === 'refunded';
      if (isPaid !== (charge !== undefined)) found.push(`${orderId} is ${row?.status}, charge ${charge}`);
      if (charge !== undefined && row?.refunded !== stripe.givenBack(charge)) {
        found.push(`${orderId} has ${row?.refunded} back, at Stripe ${stripe.givenBack(charge)}`);
      }
      const ours =
        charge === undefined ? [] : stripe.refundsOf(charge).filter(({ metadata }) => metadata['order_id']);
      if (ours.filter(({ status }) => status === 'succeeded').length > 1)
        found.push(`${orderId} was refunded twice`);
    }
    return found;
  }

  /** Everything is started again and left alone: time passes, jobs run, reconciliation looks. */
  static async recover({ dataSource, app, queue }: HistoryParts): Promise<void> {
    const settle = async () => {
      for (let rounds = 0; rounds < 20 && (await queue.run(1_000)) > 0; rounds += 1);
    };
    await settle();
    // twice: what the first round's jobs end is owed something in its turn
    for (let round = 0; round < 2; round += 1) {
      await MoneyHistory.pass(dataSource);
      await app.get(Reconciler).run();
      await app.get(DailyReview).run();
      await settle();
    }
  }

  /** An hour for whatever waits. */
  private static async pass(dataSource: DataSource): Promise<void> {
    for (const sql of [
      `UPDATE orders SET created_at = created_at - interval '1 hour', asked_at = NULL, reserved_until = 'epoch'
       WHERE status IN ('open', 'pending')`,
      `UPDATE refunds SET created_at = created_at - interval '1 hour' WHERE state = 'requested'`,
      `UPDATE stripe_events SET received_at = 'epoch' WHERE state = 'received'`,
      `UPDATE sessions SET ended_at = ended_at - interval '1 hour' WHERE end_reason = 'failed_to_start'`,
    ])
      await dataSource.query(sql);
  }

  /** Neither their desktops nor their orders are looked at by the next histories. */
  static async endAll({ dataSource, app, stripe }: HistoryParts): Promise<void> {
    stripe.archive();
    await dataSource.query(
      `UPDATE orders SET created_at = created_at - interval '10 days', paid_at = paid_at - interval '10 days'
       WHERE created_at > now() - interval '9 days'`,
    );
    const rows = await dataSource.query<{ id: string }[]>(`SELECT id FROM sessions WHERE state <> 'ended'`);
    await Promise.all(rows.map(({ id }) => app.get(Sessions).end(id, 'revoked')));
  }

  private async happen(): Promise<void> {
    const { random } = this.parts;
    const deeds = [
      () => this.buy({}),
      () => this.extend(),
      () => this.bankAnswers(),
      () => this.bankAnswers(),
      () => this.refundAtStripe(),
      () => this.refundByAdmin(),
      () => this.dispute(),
      () => this.unfreeze(),
      () => this.endSession(),
      () => this.payLate(),
    ];
    await deeds[random.below(deeds.length)]?.();
  }

  private async buy(body: object): Promise<void> {
    const { app, stripe, random } = this.parts;
    const request = { accountId: this.accountId, idempotencyKey: undefined, body };
    for (let tries = 0; tries < 3; tries += 1) {
      const started = await survive(() => app.get(StartCheckout).start(request));
      if (!started) continue;
      const { checkoutId: orderId, url } = started;
      const checkoutId = new URL(url).pathname.slice(1);
      if (!this.checkouts.some((known) => known.orderId === orderId))
        this.checkouts.push({ orderId, checkoutId });
      if (random.chance(0.85)) stripe.pay(checkoutId, random.chance(0.75) ? 'card' : 'bank');
      return;
    }
  }

  private async extend(): Promise<void> {
    const sessionId = await this.anySession();
    if (sessionId) await this.buy({ extends: sessionId });
  }

  private bankAnswers(): void {
    const one = this.any();
    if (!one || this.parts.stripe.checkout(one.checkoutId).payment_intent === null) return;
    this.parts.stripe.settle(one.checkoutId, this.parts.random.chance(0.7) ? 'succeeded' : 'failed');
  }

  private refundAtStripe(): void {
    const { stripe, random } = this.parts;
    const charge = this.anyCharge();
    if (charge === undefined) return;
    const refund = quietly(() => stripe.giveBack(charge, random.chance(0.5) ? 40 : 100));
    if (refund && random.chance(0.2)) stripe.returnRefund(refund.id);
  }

  private async refundByAdmin(): Promise<void> {
    const one = this.any();
    const request = { reason: 'by_admin', by: 'an admin', note: 'a history' } as const;
    if (one) await survive(() => this.parts.app.get(Refunds).request(one.orderId, request));
  }

  private dispute(): void {
    const { stripe, random } = this.parts;
    const charge = this.anyCharge();
    const id = charge === undefined ? undefined : stripe.dispute(charge);
    if (id !== undefined && random.chance(0.6)) stripe.decide(id, random.chance(0.5) ? 'won' : 'lost');
  }

  /** Refused while a bank has not decided. */
  private async unfreeze(): Promise<void> {
    const lifting = { by: 'an admin', reason: 'a history' };
    await survive(() => this.parts.app.get(AccountFreeze).lift(this.accountId, lifting));
  }

  private async endSession(): Promise<void> {
    const sessionId = await this.anySession();
    if (sessionId) await survive(() => this.parts.app.get(Sessions).end(sessionId, 'ended_by_user'));
  }

  /** The page was left open, and is paid when nobody thinks of it any more. */
  private payLate(): void {
    const one = this.any();
    if (one) this.parts.stripe.pay(one.checkoutId, 'card');
  }

  /** Some facts, of whoever's history: none, once or several times, by one event or by two, in any order. */
  private async deliverSome(): Promise<void> {
    const { stripe, random } = this.parts;
    const facts = random.shuffled(stripe.facts.splice(0, stripe.facts.length));
    const deliveries = facts.flatMap((fact) => {
      const event = eventOf(fact);
      const copies = Array.from({ length: random.below(4) }, () => event);
      return random.chance(0.1) ? [...copies, eventOf(fact)] : copies;
    });
    await Promise.all(random.shuffled(deliveries).map((event) => this.deliver(event)));
  }

  private async deliver(event: ReturnType<typeof eventOf>): Promise<void> {
    const answer = await survive(() => this.parts.app.get(EventInbox).receive(event));
    if (answer !== undefined) this.answered.add(event.id);
  }

  private async lookAtReturnPage(): Promise<void> {
    const { app, random } = this.parts;
    const one = this.any();
    if (!one || random.chance(0.6)) return;
    const order = await app.get(Orders).find(one.orderId);
    if (order) await survive(() => app.get(Settlement).settleOrder(order));
  }

  private any(): { orderId: string; checkoutId: string } | undefined {
    return this.checkouts[this.parts.random.below(this.checkouts.length)];
  }

  private anyCharge(): string | undefined {
    const one = this.any();
    return one && this.parts.stripe.chargeOf(one.checkoutId);
  }

  private async anySession(): Promise<string | undefined> {
    const [row] = await this.parts.dataSource.query<{ id: string }[]>(
      'SELECT id FROM sessions WHERE account_id = $1 ORDER BY created_at DESC LIMIT 1',
      [this.accountId],
    );
    return row?.id;
  }
}

function eventOf({ type, objectId }: Fact) {
  const version = { livemode: false, api_version: '2026-10-28.endive' };
  return { id: `evt_${randomUUID()}`, type, ...version, data: { object: { id: objectId } } };
}

/** Undefined when it was refused, or died. */
async function survive<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
