import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { JobQueue } from '../queue/job-queue.js';
import type { Handled } from './handled.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';
import { StripeAccess } from './stripe-access.js';
import { isHandled, triage, type HandledEvent, type InboxEvent } from './triage-event.js';

const CONCURRENCY = 4;
/** After so many failures an event waits for a person. */
const GIVE_UP_AFTER_ATTEMPTS = 20;

interface InboxRow {
  type: string;
  objectId: string | null;
  state: 'received' | 'processed' | 'parked' | 'failed';
}

/**
 * Every verified event is a row before Stripe is told that it arrived. Processing it is a job, tried once at once; both
 * may run, twice and together: a handler re-reads Stripe and changes an order at most once.
 */
@Injectable()
export class EventInbox {
  private readonly handlers: Record<HandledEvent, (objectId: string) => Promise<Handled>>;
  private readonly underway = new Map<string, Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: JobQueue,
    private readonly stripe: StripeAccess,
    private readonly log: PinoLogger,
    settlement: Settlement,
    refunds: Refunds,
  ) {
    log.setContext(EventInbox.name);
    const settle = (id: string) => settlement.settleCheckout(id);
    this.handlers = {
      'checkout.session.completed': settle,
      'checkout.session.async_payment_succeeded': settle,
      'checkout.session.async_payment_failed': settle,
      'checkout.session.expired': settle,
      'charge.refunded': (id) => refunds.noteRefund(id),
    };
    queue.work('process-stripe-event', ({ eventId }) => this.process(eventId), { concurrency: CONCURRENCY });
  }

  /** Row and job, or neither. Resolves before anything is done about the event; one that came before changes nothing. */
  async receive(event: InboxEvent): Promise<void> {
    const verdict = triage(event, this.stripe.livemode);
    const isNew = await this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO stripe_events (id, type, livemode, api_version, object_id, payload, state, error)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [
          event.id,
          event.type,
          event.livemode,
          event.api_version ?? null,
          event.data.object.id ?? null,
          JSON.stringify(event),
          verdict.park ? 'parked' : 'received',
          verdict.park ? verdict.why : null,
        ],
      );
      if (rows.length === 0) return false;
      if (!verdict.park) await this.queue.enqueue(manager, 'process-stripe-event', { eventId: event.id });
      return true;
    });
    if (!isNew) return;
    const { id: eventId, type } = event;
    if (verdict.park) {
      this.log[verdict.alarm ? 'error' : 'info']({ eventId, type, why: verdict.why }, 'event parked');
      return;
    }
    this.log.info({ eventId, type }, 'event received');
    this.process(eventId).catch((err: unknown) => {
      this.log.warn({ err, eventId }, 'event not processed at once, its job will');
    });
  }

  /** @throws when it must be tried again */
  process(eventId: string): Promise<void> {
    const known = this.underway.get(eventId);
    if (known) return known;
    const work = this.processOnce(eventId).finally(() => this.underway.delete(eventId));
    this.underway.set(eventId, work);
    return work;
  }

  private async processOnce(eventId: string): Promise<void> {
    const [event] = await this.dataSource.query<InboxRow[]>(
      'SELECT type, object_id AS "objectId", state FROM stripe_events WHERE id = $1',
      [eventId],
    );
    if (event?.state !== 'received' || event.objectId === null || !isHandled(event.type)) return;
    try {
      const handled = await this.handlers[event.type](event.objectId);
      await this.finish(eventId, handled);
      if (!handled.done) this.log.warn({ eventId, why: handled.why }, 'event parked');
    } catch (error) {
      await this.countFailure(eventId, error);
      throw error;
    }
  }

  private async finish(eventId: string, handled: Handled): Promise<void> {
    await this.dataSource.query(
      `UPDATE stripe_events SET state = $2, error = $3, attempts = attempts + 1, processed_at = clock_timestamp()
       WHERE id = $1 AND state = 'received'`,
      [eventId, handled.done ? 'processed' : 'parked', handled.done ? null : handled.why],
    );
  }

  private async countFailure(eventId: string, error: unknown): Promise<void> {
    const [[row]] = await this.dataSource.query<[{ state: string }[], number]>(
      `UPDATE stripe_events SET attempts = attempts + 1, error = $2,
         state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE state END
       WHERE id = $1 AND state = 'received' RETURNING state`,
      [eventId, error instanceof Error ? error.message : String(error), GIVE_UP_AFTER_ATTEMPTS],
    );
    if (row?.state === 'failed') this.log.error({ err: error, eventId }, 'event given up');
  }
}
