import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { exactTime } from '../ui/time-words.js';
import { HOLDER_LABELS, REVOKE_LABELS } from './admin-words.js';
import { darkAfterMs, linesOf, type Outcome } from './revocation.js';

/** Proof that a session went dark: each part with the milliseconds it took, in the order in which they closed. */
@Component({
  selector: 'oda-receipt',
  imports: [Icon],
  templateUrl: './receipt-view.html',
  styleUrl: './receipt-view.scss',
})
export class ReceiptView {
  readonly outcome = input.required<Outcome>();
  protected readonly labels = HOLDER_LABELS;
  protected readonly statusLabels = REVOKE_LABELS;
  protected readonly exactTime = exactTime;
  protected readonly lines = computed(() => {
    const { receipt } = this.outcome();
    return receipt ? linesOf(receipt) : [];
  });
  protected readonly darkAfterMs = computed(() => {
    const { receipt } = this.outcome();
    return receipt && darkAfterMs(receipt);
  });

  protected milliseconds(afterMs: number): string {
    return `${Math.round(afterMs)} ms`;
  }
}
