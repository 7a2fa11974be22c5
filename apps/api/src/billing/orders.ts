import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { changeOrder, ORDER_COLUMNS, type Order } from './order.js';

/** A place is kept this long for whoever opened a checkout. */
export const RESERVATION_MINUTES = 30;

/** Customers look at their return page every second or so; Stripe is asked at most this often for one order. */
const ASK_EVERY_SECONDS = 2;

export interface NewOrder {
  accountId: string;
  amountCents: number;
  currency: string;
  /** For more time; without it the order is for a session. */
  extension?: { sessionId: string; seconds: number } | undefined;
}

/** The table of orders: which there are, and the checkout at Stripe that each is paid at. */
@Injectable()
export class Orders {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, manager?: EntityManager): Promise<Order | undefined> {
    return this.one('WHERE id = $1', [id], manager);
  }

  /** Until the transaction ends nobody else changes the order. */
  async lock(manager: EntityManager, id: string): Promise<Order | undefined> {
    return this.one('WHERE id = $1 FOR UPDATE', [id], manager);
  }

  async findOfAccount(id: string, accountId: string): Promise<Order | undefined> {
    return this.one('WHERE id = $1 AND account_id = $2', [id, accountId]);
  }

  async findBySession(sessionId: string): Promise<Order | undefined> {
    return this.one('WHERE session_id = $1', [sessionId]);
  }

  /** The account's open order of that kind; `stale` when it is too old to be paid and must be closed before another one. */
  async findOpen(
    manager: EntityManager,
    accountId: string,
    extendsSessionId: string | undefined,
  ): Promise<{ order: Order; stale: boolean } | undefined> {
    const [row] = await manager.query<(Order & { stale: boolean })[]>(
      `SELECT ${ORDER_COLUMNS}, reserved_until <= clock_timestamp() AS stale FROM orders
       WHERE account_id = $1 AND status = 'open' AND extends_session_id IS NOT DISTINCT FROM $2`,
      [accountId, extendsSessionId ?? null],
    );
    if (!row) return undefined;
    const { stale, ...order } = row;
    return { order, stale };
  }

  /** Open ones of an account, or of a session to be extended. */
  async openOf(by: 'account' | 'session', id: string): Promise<Order[]> {
    const column = by === 'account' ? 'account_id' : 'extends_session_id';
    return this.dataSource.query<Order[]>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE ${column} = $1 AND status = 'open'`,
      [id],
    );
  }

  /** What banks have not answered yet, the oldest first; a few at most, since each was paid for. */
  async findPending(accountId: string): Promise<Order[]> {
    return this.dataSource.query<Order[]>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE account_id = $1 AND status = 'pending' ORDER BY created_at`,
      [accountId],
    );
  }

  async insert(manager: EntityManager, { accountId, extension, ...order }: NewOrder): Promise<Order> {
    const [row] = await manager.query<Order[]>(
      `INSERT INTO orders (account_id, status, amount_cents, currency, reserved_until, extends_session_id, extension_seconds)
       VALUES ($1, 'open', $2, $3, clock_timestamp() + make_interval(mins => $4), $5, $6) RETURNING ${ORDER_COLUMNS}`,
      [
        accountId,
        order.amountCents,
        order.currency,
        RESERVATION_MINUTES,
        extension?.sessionId ?? null,
        extension?.seconds ?? null,
      ],
    );
    if (!row) throw new Error('an order was not inserted');
    return row;
  }

  /** Remembers Stripe's checkout; the first one stays. */
  async attachCheckout(id: string, checkoutId: string, url: string): Promise<Order | undefined> {
    await changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET stripe_checkout_id = $2, stripe_url = $3
       WHERE id = $1 AND stripe_checkout_id IS NULL AND status = 'open'`,
      [id, checkoutId, url],
    );
    return this.find(id);
  }

  /** A new key for the next call; only for an order that Stripe has no checkout for, as far as we know. */
  async nextAttempt({ id, attempt }: Order): Promise<Order | undefined> {
    return changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET attempt = attempt + 1
       WHERE id = $1 AND attempt = $2 AND status = 'open' AND stripe_checkout_id IS NULL`,
      [id, attempt],
    );
  }

  /** True for the one caller who may ask Stripe about the order now. */
  async claimAsking(id: string): Promise<boolean> {
    const claimed = await changeOrder(
      this.dataSource.manager,
      `UPDATE orders SET asked_at = clock_timestamp() WHERE id = $1 AND status IN ('open', 'pending')
       AND (asked_at IS NULL OR asked_at <= clock_timestamp() - make_interval(secs => $2))`,
      [id, ASK_EVERY_SECONDS],
    );
    return claimed !== undefined;
  }

  private async one(
    where: string,
    values: unknown[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Order | undefined> {
    const [row] = await manager.query<Order[]>(`SELECT ${ORDER_COLUMNS} FROM orders ${where}`, values);
    return row;
  }
}
