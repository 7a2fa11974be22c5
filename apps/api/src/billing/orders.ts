import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RefundReason } from '#contracts';
import { ORDER_COLUMNS, type Order } from './order.js';

/** A place is kept this long for whoever opened a checkout. */
export const RESERVATION_MINUTES = 30;

/** Customers look at their return page every second or so; Stripe is asked at most this often for one order. */
const ASK_EVERY_SECONDS = 2;

export interface NewOrder {
  accountId: string;
  amountCents: number;
  currency: string;
}

/** The table of orders. What changes is guarded by the state it changes from: whoever comes second changes nothing. */
@Injectable()
export class Orders {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, manager?: EntityManager): Promise<Order | undefined> {
    return this.one('WHERE id = $1', [id], manager);
  }

  async findOfAccount(id: string, accountId: string): Promise<Order | undefined> {
    return this.one('WHERE id = $1 AND account_id = $2', [id, accountId]);
  }

  async findBySession(sessionId: string): Promise<Order | undefined> {
    return this.one('WHERE session_id = $1', [sessionId]);
  }

  /** The account's open order; `stale` when its place is no longer kept and it must be closed before another one. */
  async findOpen(
    manager: EntityManager,
    accountId: string,
  ): Promise<{ order: Order; stale: boolean } | undefined> {
    const [row] = await manager.query<(Order & { stale: boolean })[]>(
      `SELECT ${ORDER_COLUMNS}, reserved_until <= clock_timestamp() AS stale
       FROM orders WHERE account_id = $1 AND status = 'open'`,
      [accountId],
    );
    if (!row) return undefined;
    const { stale, ...order } = row;
    return { order, stale };
  }

  /** What banks have not answered yet, the oldest first; a few at most, since each was paid for. */
  async findPending(accountId: string): Promise<Order[]> {
    return this.dataSource.manager.query<Order[]>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE account_id = $1 AND status = 'pending' ORDER BY created_at`,
      [accountId],
    );
  }

  async insert(manager: EntityManager, order: NewOrder): Promise<Order> {
    const [row] = await manager.query<Order[]>(
      `INSERT INTO orders (account_id, status, amount_cents, currency, reserved_until)
       VALUES ($1, 'open', $2, $3, clock_timestamp() + make_interval(mins => $4)) RETURNING ${ORDER_COLUMNS}`,
      [order.accountId, order.amountCents, order.currency, RESERVATION_MINUTES],
    );
    if (!row) throw new Error('an order was not inserted');
    return row;
  }

  /** Remembers Stripe's checkout; the first one stays. */
  async attachCheckout(id: string, checkoutId: string, url: string): Promise<Order | undefined> {
    await this.change(
      `UPDATE orders SET stripe_checkout_id = $2, stripe_url = $3
       WHERE id = $1 AND stripe_checkout_id IS NULL AND status = 'open'`,
      [id, checkoutId, url],
    );
    return this.find(id);
  }

  /** A new key for the next call; only for an order that Stripe has no checkout for, as far as we know. */
  async nextAttempt({ id, attempt }: Order): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET attempt = attempt + 1
       WHERE id = $1 AND attempt = $2 AND status = 'open' AND stripe_checkout_id IS NULL`,
      [id, attempt],
    );
  }

  /** True for the one caller who may ask Stripe about the order now. */
  async claimAsking(id: string): Promise<boolean> {
    const claimed = await this.change(
      `UPDATE orders SET asked_at = clock_timestamp() WHERE id = $1 AND status IN ('open', 'pending')
       AND (asked_at IS NULL OR asked_at <= clock_timestamp() - make_interval(secs => $2))`,
      [id, ASK_EVERY_SECONDS],
    );
    return claimed !== undefined;
  }

  /** The money is there. Also for an order that was given up before it came. */
  becomePaid(manager: EntityManager, id: string, paymentIntentId: string): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET status = 'paid', paid_at = clock_timestamp(), closed_at = NULL, stripe_payment_intent_id = $2
       WHERE id = $1 AND status IN ('open', 'pending', 'expired', 'failed')`,
      [id, paymentIntentId],
      manager,
    );
  }

  async attachSession(manager: EntityManager, id: string, sessionId: string): Promise<void> {
    await manager.query('UPDATE orders SET session_id = $2 WHERE id = $1', [id, sessionId]);
  }

  becomePending(id: string, paymentIntentId: string): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET status = 'pending', stripe_payment_intent_id = $2 WHERE id = $1 AND status = 'open'`,
      [id, paymentIntentId],
    );
  }

  becomeFailed(id: string): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET status = 'failed', closed_at = clock_timestamp()
       WHERE id = $1 AND status IN ('open', 'pending')`,
      [id],
    );
  }

  becomeExpired(id: string): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET status = 'expired', closed_at = clock_timestamp() WHERE id = $1 AND status = 'open'`,
      [id],
    );
  }

  /** From any state: the message that money went back can be faster than the one that it came. */
  becomeRefunded(manager: EntityManager, id: string, reason: RefundReason): Promise<Order | undefined> {
    return this.change(
      `UPDATE orders SET status = 'refunded', refunded_at = clock_timestamp(), refund_reason = $2
       WHERE id = $1 AND status <> 'refunded'`,
      [id, reason],
      manager,
    );
  }

  private async one(
    where: string,
    values: unknown[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Order | undefined> {
    const [row] = await manager.query<Order[]>(`SELECT ${ORDER_COLUMNS} FROM orders ${where}`, values);
    return row;
  }

  private async change(
    update: string,
    values: unknown[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Order | undefined> {
    const [[row]] = await manager.query<[Order[], number]>(`${update} RETURNING ${ORDER_COLUMNS}`, values);
    return row;
  }
}
