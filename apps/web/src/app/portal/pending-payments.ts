import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readPendingCheckouts } from '../backend/billing.js';
import { poll } from '../backend/poll.js';
import { Icon } from '../ui/icon.js';
import { clockTime } from '../ui/time-words.js';

const PERIOD_MS = 10_000;

/**
 * Payments that a bank is still working on, which can take days: who left the return page finds them here, and nobody
 * pays twice for want of a sign. Shows nothing when there are none, or when they cannot be read.
 */
@Component({
  selector: 'oda-pending-payments',
  imports: [Icon, RouterLink],
  template: `
    @for (payment of pending.value()?.items; track payment.id) {
      <p role="status">
        <oda-icon name="schedule" />
        <span>
          Your payment of {{ clockTime(payment.createdAt, true) }} is with your bank. What you paid for begins
          when it is confirmed. <a [routerLink]="['/checkout', payment.id]">Follow it</a>
        </span>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      gap: 12px;
      max-width: none;
      margin-bottom: 16px;
      padding: 12px 16px;
      border-radius: var(--corner);
      background: var(--accent-soft);
    }

    oda-icon {
      margin-top: 1px;
      color: var(--accent);
    }
  `,
})
export class PendingPayments {
  protected readonly clockTime = clockTime;
  protected readonly pending = readPendingCheckouts();

  constructor() {
    poll(this.pending, () => (this.pending.value()?.items.length ? PERIOD_MS : undefined));
  }
}
