import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CustomerOrder, Page, RefundState } from '#contracts';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';
import { ORDER_FACTS, orderFacts, type OrderFactsRow } from './order-facts.js';

interface Row extends OrderFactsRow {
  createdAtMicros: string;
}

/** What a customer bought: orders that money was paid for, and those that a bank still works on. Newest first. */
@Injectable()
export class CustomerOrders {
  constructor(private readonly dataSource: DataSource) {}

  async list(
    accountId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<CustomerOrder>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, 'uuid');
    const rows = await this.dataSource.query<Row[]>(
      `${ORDER_FACTS} WHERE o.account_id = $1 AND o.status IN ('pending', 'paid', 'refunded')
         AND ($2::timestamptz IS NULL OR (o.created_at, o.id) < ($2, $3::uuid))
       ORDER BY o.created_at DESC, o.id DESC LIMIT $4`,
      [accountId, before?.at ?? null, before?.id ?? null, limit + 1],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      items: items.map(toCustomerOrder),
      nextCursor: more ? encodeCursor({ at: last.createdAtMicros, id: last.id }) : null,
    };
  }
}

function toCustomerOrder(row: Row): CustomerOrder {
  const { refundState, refundCents, refundAt } = row;
  const refund = refundState !== null &&
    refundCents !== null &&
    refundAt !== null && {
      state: toldState(refundState),
      amountCents: refundCents,
      at: refundAt.toISOString(),
    };
  return { ...orderFacts(row), refund: refund || null };
}

/** A refund that failed is a person's business; to the customer their money is still on its way. */
function toldState(state: RefundState): 'pending' | 'succeeded' {
  return state === 'succeeded' ? 'succeeded' : 'pending';
}
