import type Stripe from 'stripe';
import type { Store } from './store.js';

/** The objects that are kept, typed by the real client: a field that Stripe has and the sandbox lacks does not compile. */
export interface Kinds {
  'checkout.session': Stripe.Checkout.Session;
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  'radar.early_fraud_warning': Stripe.Radar.EarlyFraudWarning;
}

export type Kind = keyof Kinds;
export type StripeObject = Kinds[Kind];

/** One page of a list, newest first. */
export interface Page<Item> {
  items: Item[];
  hasMore: boolean;
}

/** Fields of the object that must equal the given values, and the window of its `created`. */
export interface Filter {
  equal?: Record<string, string>;
  createdFrom?: number;
  createdBefore?: number;
}

export interface Cursor {
  limit: number;
  startingAfter?: string;
  endingBefore?: string;
}

/** Reads and writes the API's objects as JSON documents. */
export class Objects {
  constructor(private readonly store: Store) {}

  insert(object: StripeObject, hidden: object = {}): void {
    const sql = 'insert into objects (id, kind, body, hidden) values (?, ?, ?, ?)';
    this.store.run(sql, object.id, object.object, JSON.stringify(object), JSON.stringify(hidden));
  }

  update(object: StripeObject): void {
    this.store.run('update objects set body = ? where id = ?', JSON.stringify(object), object.id);
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const row = this.store.row('select body from objects where kind = ? and id = ?', kind, id);
    return row && (JSON.parse(String(row['body'])) as Kinds[K]);
  }

  /** What `insert` was given beside the object. */
  hidden(id: string): unknown {
    return JSON.parse(
      String(this.store.row('select hidden from objects where id = ?', id)?.['hidden'] ?? '{}'),
    );
  }

  updateHidden(id: string, hidden: object): void {
    this.store.run('update objects set hidden = ? where id = ?', JSON.stringify(hidden), id);
  }

  /** All objects of a kind whose fields have these values, oldest first. */
  where<K extends Kind>(kind: K, equal: Record<string, string>): Kinds[K][] {
    return this.page(kind, { equal }, { limit: 10_000 }).items.reverse();
  }

  page<K extends Kind>(kind: K, filter: Filter, cursor: Cursor): Page<Kinds[K]> {
    const { conditions, values } = this.conditions(filter, cursor);
    const backwards = cursor.endingBefore !== undefined;
    const rows = this.store.rows(
      `select body from objects where ${['kind = ?', ...conditions].join(' and ')}
       order by seq ${backwards ? 'asc' : 'desc'} limit ?`,
      kind,
      ...values,
      cursor.limit + 1,
    );
    const items = rows.slice(0, cursor.limit).map((row) => JSON.parse(String(row['body'])) as Kinds[K]);
    return { items: backwards ? items.reverse() : items, hasMore: rows.length > cursor.limit };
  }

  private conditions(filter: Filter, cursor: Cursor): { conditions: string[]; values: (string | number)[] } {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    const add = (condition: string, value: string | number | undefined) => {
      if (value === undefined) return;
      conditions.push(condition);
      values.push(value);
    };
    for (const [field, value] of Object.entries(filter.equal ?? {})) {
      add(`json_extract(body, '$.${field}') = ?`, value);
    }
    add(`json_extract(body, '$.created') >= ?`, filter.createdFrom);
    add(`json_extract(body, '$.created') < ?`, filter.createdBefore);
    add('seq < (select seq from objects where id = ?)', cursor.startingAfter);
    add('seq > (select seq from objects where id = ?)', cursor.endingBefore);
    return { conditions, values };
  }
}
