import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { EventInbox } from './event-inbox.js';
import { EventRows } from './event-rows.js';

const EVERY_MS = 2_000;
/** Whoever stored it handles it within this, or is dead: the queue notices a dead worker only after some 15 s. */
const ABANDONED_AFTER_SECONDS = 4;
const BATCH = 50;
const AT_ONCE = 4;

/** Takes up events whose process died between storing and handling them. Those that failed are their job's, which waits longer. */
@Injectable()
export class InboxSweep {
  private running = false;

  constructor(
    private readonly config: AppConfig,
    private readonly inbox: EventInbox,
    private readonly events: EventRows,
    private readonly log: PinoLogger,
  ) {
    log.setContext(InboxSweep.name);
  }

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    const { server, billing } = this.config;
    if (this.running || server.role === 'api' || billing.stripeSecretKey === undefined) return;
    this.running = true;
    try {
      const old = { untried: true, olderThanSeconds: ABANDONED_AFTER_SECONDS, limit: BATCH };
      const ids = await this.events.waiting(old);
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.takeUp(ids)));
    } catch (err) {
      this.log.warn({ err }, 'inbox not swept');
    } finally {
      this.running = false;
    }
  }

  private async takeUp(ids: string[]): Promise<void> {
    for (let eventId = ids.shift(); eventId !== undefined; eventId = ids.shift()) {
      await this.inbox.process(eventId).catch((err: unknown) => {
        this.log.warn({ err, eventId }, 'abandoned event not processed, its job will');
      });
    }
  }
}
