import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Billing, readOffer } from '../backend/billing.js';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { poll } from '../backend/poll.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { money } from '../ui/money.js';
import { Skeleton } from '../ui/skeleton.js';
import { spanWords } from '../ui/time-words.js';
import { LEAVE } from './leave.js';
import { PendingPayments } from './pending-payments.js';

/** While the house is full we look again this often. */
const FULL_PERIOD_MS = 15_000;

@Component({
  selector: 'oda-buy',
  imports: [Failure, Icon, MatButton, PendingPayments, Skeleton],
  templateUrl: './buy.html',
  styleUrl: './buy.scss',
})
export class Buy {
  private readonly billing = inject(Billing);
  private readonly leave = inject(LEAVE);

  protected readonly offer = readOffer();
  protected readonly price = computed(() => {
    const offer = this.offer.value();
    return offer && money(offer.amountCents, offer.currency);
  });
  protected readonly span = computed(() => spanWords((this.offer.value()?.ttlSeconds ?? 0) * 1000));
  protected readonly isFull = computed(() => this.offer.value()?.available === false);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly opening = signal(false);

  constructor() {
    poll(this.offer, () => (this.isFull() ? FULL_PERIOD_MS : undefined));
  }

  protected async pay(): Promise<void> {
    this.failure.set(undefined);
    this.opening.set(true);
    try {
      const { url } = await this.billing.openCheckout();
      this.leave(url);
    } catch (cause) {
      this.opening.set(false);
      this.refused(toBackendError(cause));
    }
  }

  private refused(error: BackendError): void {
    if (error.code === 'NO_CAPACITY') this.offer.reload();
    this.failure.set(error);
  }
}
