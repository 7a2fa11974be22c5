import { Injectable } from '@nestjs/common';
import { Disputes } from './disputes.js';
import { FraudWarnings } from './fraud-warnings.js';
import type { Handled } from './handled.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';
import type { EventSubject } from './triage-event.js';

/** Who reads each kind of object anew at Stripe and brings our books to what it says. */
@Injectable()
export class EventHandlers {
  private readonly handlers: Record<EventSubject, (objectId: string) => Promise<Handled>>;

  constructor(settlement: Settlement, refunds: Refunds, disputes: Disputes, warnings: FraudWarnings) {
    this.handlers = {
      checkout: (id) => settlement.settleCheckout(id),
      charge: (id) => refunds.noteCharge(id),
      refund: (id) => refunds.noteRefund(id),
      dispute: (id) => disputes.note(id),
      fraudWarning: (id) => warnings.note(id),
    };
  }

  handle(subject: EventSubject, objectId: string): Promise<Handled> {
    return this.handlers[subject](objectId);
  }
}
