import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a client sent to make a repetition recognisable. */
export interface KeyedRequest {
  accountId: string;
  idempotencyKey: string | undefined;
  /** As it was sent: the same key with another body is another request. */
  body: unknown;
}

/** What an `Idempotency-Key` was used for: every key is remembered, also one that only found a checkout already open. */
@Injectable()
export class CheckoutKeys {
  /** @returns the order the key led to, and whether the request was the same */
  async find(
    manager: EntityManager,
    { accountId, idempotencyKey, body }: KeyedRequest,
  ): Promise<{ orderId: string; isSameRequest: boolean } | undefined> {
    if (idempotencyKey === undefined) return undefined;
    const [row] = await manager.query<{ orderId: string; requestHash: string }[]>(
      `SELECT order_id AS "orderId", request_hash AS "requestHash" FROM checkout_keys
       WHERE account_id = $1 AND key = $2`,
      [accountId, idempotencyKey],
    );
    return row && { orderId: row.orderId, isSameRequest: row.requestHash === hashOf(body) };
  }

  /** A key whose order never got a page leads to the new one. */
  async remember(
    manager: EntityManager,
    { accountId, idempotencyKey, body }: KeyedRequest,
    orderId: string,
  ): Promise<void> {
    if (idempotencyKey === undefined) return;
    await manager.query(
      `INSERT INTO checkout_keys (account_id, key, request_hash, order_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, key) DO UPDATE SET order_id = EXCLUDED.order_id`,
      [accountId, idempotencyKey, hashOf(body), orderId],
    );
  }
}

function hashOf(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(body ?? {}))
    .digest('hex');
}
