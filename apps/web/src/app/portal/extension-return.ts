import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { CheckoutView } from '#contracts';
import { MONOTONIC } from '../backend/server-clock.js';
import { readSession } from '../backend/sessions.js';
import { CheckoutSteps } from './checkout-steps.js';
import { extensionOutcome, type ExtensionOutcome, extensionSteps } from './extension-progress.js';

const TITLES: Record<ExtensionOutcome, string> = {
  going: 'Your time is being added',
  banking: 'Waiting for your bank',
  there: 'Your time was added',
  unpaid: 'The payment did not go through',
  failed: 'Your money is on its way back',
  over: 'This session is over',
};
const TEXTS: Record<ExtensionOutcome, string> = {
  going: 'Your desktop goes on meanwhile.',
  banking: 'You need not stay. Your desktop goes on meanwhile.',
  there: 'Your desktop is in the tab you came from, as you left it. You can close this one.',
  unpaid: 'Nothing was charged. You can try again, with another card if you like.',
  failed: 'Nobody pays for time that could not be added.',
  over: 'Everything in its desktop has been deleted.',
};

/** Where paying for more time leads back to. The desktop is in another tab and hears of it by itself. */
@Component({
  selector: 'oda-extension-return',
  imports: [CheckoutSteps, MatButton, RouterLink],
  template: `
    <h1>{{ titles[outcome()] }}</h1>
    <p class="soft">{{ texts[outcome()] }}</p>
    <div class="card"><oda-checkout-steps [steps]="steps()" [took]="[]" [runningMs]="runningMs()" /></div>
    <div class="row">
      @if (outcome() === 'unpaid') {
        <a matButton="filled" [routerLink]="['/sessions', checkout().sessionId, 'extend']">Try again</a>
      }
      @if (outcome() === 'failed' || outcome() === 'over') {
        <a matButton="filled" routerLink="/buy">Start another desktop</a>
        <a matButton="text" routerLink="/orders">Your orders</a>
      } @else {
        <a matButton="outlined" [routerLink]="['/sessions', checkout().sessionId]">Open the desktop here</a>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    h1 + p {
      margin-top: -12px;
    }
  `,
})
export class ExtensionReturn {
  private readonly monotonic = inject(MONOTONIC);
  readonly checkout = input.required<CheckoutView>();

  private readonly openedAt = this.monotonic();
  private readonly time = signal(this.openedAt);
  private readonly paidSession = computed(() => {
    const { status, sessionId } = this.checkout();
    return status === 'paid' ? sessionId : undefined;
  });
  private readonly session = readSession(this.paidSession);
  private readonly facts = computed(() => ({
    ...this.checkout(),
    session: this.session.value(),
    waitedMs: this.time() - this.openedAt,
  }));
  protected readonly outcome = computed(() => extensionOutcome(this.facts()));
  protected readonly steps = computed(() => extensionSteps(this.facts()));
  protected readonly runningMs = computed(() =>
    this.outcome() === 'going' ? this.facts().waitedMs : undefined,
  );
  protected readonly titles = TITLES;
  protected readonly texts = TEXTS;

  constructor() {
    effect((onCleanup) => {
      if (this.outcome() !== 'going') return;
      const timer = setInterval(() => this.time.set(this.monotonic()), 100);
      onCleanup(() => clearInterval(timer));
    });
  }
}
