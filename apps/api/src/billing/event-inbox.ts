import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { crashPoint } from '../kernel/crash-point.js';
import { JobQueue } from '../queue/job-queue.js';
import { EventHandlers } from './event-handlers.js';
import { EventRows } from './event-rows.js';
import { eventsReceived } from './metrics.js';
import { StripeAccess } from './stripe-access.js';
import { subjectOf, triage, type InboxEvent, type Triage } from './triage-event.js';

/** What the queue hands over: two batches at a time. */
const JOBS = { concurrency: 16, batch: 8 };
/** So many are handled at once as they come; a burst beyond waits for its jobs and costs no memory here. */
const AT_ONCE = 8;

/**
 * Every verified event is a row before Stripe is told that it arrived. Processing it is a job, tried once at once; both
 * may run, twice and together: a handler re-reads Stripe and changes an order at most once.
 */
@Injectable()
export class EventInbox {
  private readonly underway = new Map<string, Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: EventRows,
    private readonly handlers: EventHandlers,
    private readonly queue: JobQueue,
    private readonly stripe: StripeAccess,
    private readonly log: PinoLogger,
  ) {
    log.setContext(EventInbox.name);
    queue.work('process-stripe-event', ({ eventId }) => this.process(eventId), JOBS);
  }

  /** Row and job, or neither. Resolves before anything is done about the event. @returns false when it came before */
  async receive(event: InboxEvent): Promise<boolean> {
    const { id: eventId, type, livemode } = event;
    const facts = {
      type,
      livemode,
      apiVersion: event.api_version ?? null,
      objectId: event.data.object.id ?? null,
    };
    const verdict = this.judge(facts);
    const isNew = await this.dataSource.transaction(async (manager) => {
      if (!(await this.rows.insert(manager, event, verdict))) return false;
      if (!verdict.park) await this.queue.enqueue(manager, 'process-stripe-event', { eventId });
      return true;
    });
    if (!isNew) return false;
    crashPoint('inbox.stored');
    eventsReceived.inc({ verdict: verdict.park ? 'parked' : 'received' });
    if (verdict.park) {
      this.log[verdict.alarm ? 'error' : 'info']({ eventId, type, why: verdict.why }, 'event parked');
    } else {
      this.log.info({ eventId, type }, 'event received');
      this.tryAtOnce(eventId);
    }
    return true;
  }

  /** @throws when it must be tried again */
  process(eventId: string): Promise<void> {
    const known = this.underway.get(eventId);
    if (known) return known;
    const work = this.processOnce(eventId).finally(() => this.underway.delete(eventId));
    this.underway.set(eventId, work);
    return work;
  }

  /** By a person's order: handles a parked or failed event now; its job goes on should that fail. */
  async replay(eventId: string): Promise<void> {
    const event = await this.rows.find(eventId);
    if (!event || this.judge(event, { replayed: true }).park) return;
    const revived = await this.dataSource.transaction(async (manager) => {
      if (!(await this.rows.revive(manager, eventId))) return false;
      await this.queue.enqueue(manager, 'process-stripe-event', { eventId });
      return true;
    });
    if (!revived) return;
    await this.process(eventId).catch((err: unknown) => {
      this.log.warn({ err, eventId }, 'replayed event not processed at once, its job will');
    });
  }

  private judge(facts: Parameters<typeof triage>[0], how?: { replayed: boolean }): Triage {
    return triage(facts, { livemode: this.stripe.livemode, apiVersion: Stripe.API_VERSION }, how);
  }

  private tryAtOnce(eventId: string): void {
    if (this.underway.size >= AT_ONCE) return;
    this.process(eventId).catch((err: unknown) => {
      this.log.warn({ err, eventId }, 'event not processed at once, its job will');
    });
  }

  private async processOnce(eventId: string): Promise<void> {
    const event = await this.rows.find(eventId);
    const subject = subjectOf(event?.type ?? '');
    if (event?.state !== 'received' || event.objectId === null || subject === undefined) return;
    crashPoint('inbox.before-handling');
    try {
      const handled = await this.handlers.handle(subject, event.objectId);
      await this.rows.finish(eventId, handled);
      if (!handled.done) this.log.warn({ eventId, why: handled.why }, 'event parked');
    } catch (err) {
      if (await this.rows.countFailure(eventId, err)) this.log.error({ err, eventId }, 'event given up');
      throw err;
    }
  }
}
