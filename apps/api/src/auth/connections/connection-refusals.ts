import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { AuditTrail } from '../../audit/audit-trail.js';
import type { ConnectionPurpose, RedeemRefusal } from './why-refused.js';

const FLUSH_EVERY_MS = 60_000;
/** More sources than this in a minute are summed up as one: a flood costs bounded memory and rows. */
const MAX_SOURCES = 200;
const FURTHER_SOURCES = 'further addresses';

/** How often each `purpose.why` was the reason. */
type Counts = Record<string, number>;

/**
 * Sockets that were refused for want of a good token, in the audit trail: one entry a source address and minute, with
 * how often and why.
 */
@Injectable()
export class ConnectionRefusals implements BeforeApplicationShutdown {
  private readonly sources = new Map<string, Counts>();

  constructor(
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ConnectionRefusals.name);
  }

  /** `missing`: no token was offered at all. */
  count(address: string, purpose: ConnectionPurpose, why: RedeemRefusal | 'missing'): void {
    this.add(address, { [`${purpose}.${why}`]: 1 });
  }

  /** Counts that cannot be written are kept for the next minute. */
  @Interval(FLUSH_EVERY_MS)
  async flush(): Promise<void> {
    const minute = [...this.sources];
    this.sources.clear();
    for (const [source, counts] of minute) {
      try {
        await this.audit.record({
          action: 'connection.refused',
          actor: source,
          subject: 'sockets',
          data: counts,
        });
      } catch (err) {
        this.log.warn({ err }, 'refused connections not audited');
        this.add(source, counts);
      }
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private add(address: string, more: Counts): void {
    const isKnown = this.sources.has(address) || this.sources.size < MAX_SOURCES;
    const source = isKnown ? address : FURTHER_SOURCES;
    const counts = { ...this.sources.get(source) };
    for (const [why, times] of Object.entries(more)) counts[why] = (counts[why] ?? 0) + times;
    this.sources.set(source, counts);
  }
}
