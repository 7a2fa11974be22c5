import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { AuditTrail } from '../../audit/audit-trail.js';
import { SourceSums } from '../../audit/source-sums.js';
import type { ConnectionPurpose, RedeemRefusal } from './why-refused.js';

const FLUSH_EVERY_MS = 60_000;

/**
 * Sockets that were refused for want of a good token, in the audit trail: one entry a source address and minute, with
 * how often each `purpose.why` was the reason.
 */
@Injectable()
export class ConnectionRefusals implements BeforeApplicationShutdown {
  private readonly sums = new SourceSums('further addresses');

  constructor(
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ConnectionRefusals.name);
  }

  /** `missing`: no token was offered at all. */
  count(address: string, purpose: ConnectionPurpose, why: RedeemRefusal | 'missing'): void {
    this.sums.add(address, { [`${purpose}.${why}`]: 1 });
  }

  /** Counts that cannot be written are kept for the next minute. */
  @Interval(FLUSH_EVERY_MS)
  async flush(): Promise<void> {
    await this.sums.flush(
      (source, counts) =>
        this.audit.record({ action: 'connection.refused', actor: source, subject: 'sockets', data: counts }),
      (err) => this.log.warn({ err }, 'refused connections not audited'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }
}
