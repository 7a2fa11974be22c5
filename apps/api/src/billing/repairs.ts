import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { repairs } from './metrics.js';

export type Repair = 'order' | 'event' | 'refund' | 'undelivered_event' | 'review';

/** Counts and logs what reconciliation had to do: a system that loses nothing has nothing to repair. */
@Injectable()
export class Repairs {
  constructor(private readonly log: PinoLogger) {
    log.setContext(Repairs.name);
  }

  /** `work` says whether something was amiss. Never rejects: what fails is tried again by the next round. */
  async attempt(what: Repair, subject: Record<string, string>, work: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await work())) return;
      repairs.inc({ what });
      this.log.warn({ what, ...subject }, 'repaired');
    } catch (err) {
      this.log.warn({ err, what, ...subject }, 'not reconciled, next time');
    }
  }
}
