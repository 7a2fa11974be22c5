import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { EventInbox } from './event-inbox.js';
import { Repairs } from './repairs.js';
import { StripeAccess } from './stripe-access.js';
import { HANDLED_TYPES, InboxEvent } from './triage-event.js';

const EVERY_MS = 300_000;
/** Those of one round; Stripe tells the newest first, and keeps 30 days. */
const MAX_A_ROUND = 5_000;
/** What Stripe's API takes in one list of types. */
const MAX_TYPES = 20;

/** Events that Stripe could not deliver, fetched from it at boot and every five minutes: an outage of ours needs no retry. */
@Injectable()
export class UndeliveredEvents implements OnApplicationBootstrap {
  private running = false;

  constructor(
    private readonly config: AppConfig,
    private readonly stripe: StripeAccess,
    private readonly inbox: EventInbox,
    private readonly repairs: Repairs,
    private readonly log: PinoLogger,
  ) {
    log.setContext(UndeliveredEvents.name);
  }

  onApplicationBootstrap(): void {
    void this.run();
  }

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    const { server, billing } = this.config;
    if (this.running || server.role === 'api' || billing.stripeSecretKey === undefined) return;
    this.running = true;
    try {
      const types = HANDLED_TYPES.slice(0, MAX_TYPES);
      const list = this.stripe.client.events.list({ delivery_success: false, types, limit: 100 });
      const events = await list.autoPagingToArray({ limit: MAX_A_ROUND });
      for (const event of events.reverse()) await this.take(event);
    } catch (err) {
      this.log.warn({ err }, 'undelivered events not fetched');
    } finally {
      this.running = false;
    }
  }

  /** It comes from Stripe over its API: no signature is needed. */
  private async take(event: unknown): Promise<void> {
    const parsed = InboxEvent.parse(event);
    await this.repairs.attempt('undelivered_event', { eventId: parsed.id }, () => this.inbox.receive(parsed));
  }
}
