import type Stripe from 'stripe';
import * as z from 'zod';
import { newId } from '../ids.js';
import type { Agenda } from '../agenda.js';
import type { Cursor, Page, StripeObject } from '../store/objects.js';
import type { Row, Store } from '../store/store.js';

/** The version whose shapes are spoken; also in every event. */
export const API_VERSION = '2026-10-28.endive';

/** What the one endpoint is subscribed to; the other events are kept and listed, and sent to nobody. */
const ENABLED_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'radar.early_fraud_warning.created',
]);

/** The API call that caused an event; both null when the customer or time did. */
export interface Cause {
  id: string | null;
  idempotency_key: string | null;
}

export interface RecordedEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: StripeObject };
  livemode: false;
  pending_webhooks: number;
  request: Cause;
  type: Stripe.Event.Type;
}

export interface EventFilter {
  types?: string[];
  deliverySuccess?: boolean;
  createdFrom?: number;
  createdBefore?: number;
}

export const NOBODY: Cause = { id: null, idempotency_key: null };

/** An event with the state of its delivery; `pending_webhooks` is derived from that. */
const SELECT = `select events.body, deliveries.state from events left join deliveries on deliveries.event_id = events.id`;
const JournalRow = z.object({ body: z.string(), state: z.string().nullable() });

/** Every fact that happened, written in the transaction that made it happen and before anyone is told. */
export class Journal {
  constructor(
    private readonly store: Store,
    private readonly agenda: Agenda,
    private readonly nowMs: () => number,
  ) {}

  /** The snapshot is of this moment; it does not change when the object does. */
  record(type: Stripe.Event.Type, object: StripeObject, request: Cause = NOBODY): RecordedEvent {
    const event: RecordedEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: API_VERSION,
      created: Math.floor(this.nowMs() / 1000),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: ENABLED_EVENTS.has(type) ? 1 : 0,
      request,
      type,
    };
    const sql = 'insert into events (id, type, created, body) values (?, ?, ?, ?)';
    this.store.run(sql, event.id, type, event.created, JSON.stringify(event));
    if (ENABLED_EVENTS.has(type)) {
      this.store.run('insert into deliveries (event_id) values (?)', event.id);
      this.agenda.put('deliver', event.id, this.nowMs());
    }
    return event;
  }

  find(id: string): RecordedEvent | undefined {
    const row = this.store.row(`${SELECT} where events.id = ?`, id);
    return row && readEvent(row);
  }

  /** The event that says a checkout was submitted, paid or not yet. */
  completionOf(sessionId: string): RecordedEvent | undefined {
    const row = this.store.row(
      `${SELECT} where type = 'checkout.session.completed' and json_extract(events.body, '$.data.object.id') = ?`,
      sessionId,
    );
    return row && readEvent(row);
  }

  page(filter: EventFilter, cursor: Cursor): Page<RecordedEvent> {
    const conditions = ['true'];
    const values: (string | number)[] = [];
    const add = (condition: string, ...more: (string | number | undefined)[]) => {
      if (more.includes(undefined)) return;
      conditions.push(condition);
      values.push(...more.filter((value) => value !== undefined));
    };
    if (filter.types) add(`type in (${filter.types.map(() => '?').join(', ')})`, ...filter.types);
    if (filter.deliverySuccess !== undefined) {
      const delivered = `(state is null or state = 'delivered')`;
      add(filter.deliverySuccess ? delivered : `not ${delivered}`);
    }
    add('created >= ?', filter.createdFrom);
    add('created < ?', filter.createdBefore);
    add('seq < (select seq from events where id = ?)', cursor.startingAfter);
    add('seq > (select seq from events where id = ?)', cursor.endingBefore);
    const backwards = cursor.endingBefore !== undefined;
    const sql = `${SELECT} where ${conditions.join(' and ')} order by seq ${backwards ? 'asc' : 'desc'} limit ?`;
    const rows = this.store.rows(sql, ...values, cursor.limit + 1);
    const items = rows.slice(0, cursor.limit).map(readEvent);
    return { items: backwards ? items.reverse() : items, hasMore: rows.length > cursor.limit };
  }
}

function readEvent(row: Row): RecordedEvent {
  const { body, state } = JournalRow.parse(row);
  const event = JSON.parse(body) as RecordedEvent;
  return { ...event, pending_webhooks: state === null || state === 'delivered' ? 0 : 1 };
}
