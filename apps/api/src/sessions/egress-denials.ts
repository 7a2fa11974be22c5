import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import type { EgressDenials as Denials } from '../desktops/desktop-driver.js';
import { Desktops } from '../desktops/desktops.js';
import { EventLog } from './event-log.js';

const SUM_UP_EVERY_MS = 60_000;
/** A page can try thousands of addresses; the timeline names some of them. */
const MAX_HOSTS = 10;

interface Sum {
  count: number;
  hosts: Set<string>;
}

/** What a desktop tried to reach and may not: one event a session and minute, however often it tried. */
@Injectable()
export class EgressDenials implements OnModuleDestroy {
  private readonly sums = new Map<string, Sum>();

  constructor(
    private readonly events: EventLog,
    private readonly log: PinoLogger,
    desktops: Desktops,
  ) {
    log.setContext(EgressDenials.name);
    desktops.onEgressDenied(({ sessionId, denials }) => this.add(sessionId, denials));
  }

  async onModuleDestroy(): Promise<void> {
    await this.write();
  }

  @Interval(SUM_UP_EVERY_MS)
  async write(): Promise<void> {
    for (const [sessionId, { count, hosts }] of [...this.sums]) {
      this.sums.delete(sessionId);
      try {
        await this.events.write(sessionId, 'egress.denied', { count, hosts: [...hosts] });
      } catch (err) {
        this.log.warn({ err, sessionId, count }, 'egress denials not written');
      }
    }
  }

  private add(sessionId: string, denials: readonly Denials[]): void {
    const sum = this.sums.get(sessionId) ?? { count: 0, hosts: new Set() };
    this.sums.set(sessionId, sum);
    for (const { host, count } of denials) {
      sum.count += count;
      if (sum.hosts.size < MAX_HOSTS) sum.hosts.add(host);
    }
  }
}
