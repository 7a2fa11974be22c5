import { Component, computed, effect, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { CheckoutId, type CheckoutStatus } from '#contracts';
import { readCheckout } from '../backend/billing.js';
import { poll } from '../backend/poll.js';
import { MONOTONIC } from '../backend/server-clock.js';
import { readSession } from '../backend/sessions.js';
import { Failure } from '../ui/failure.js';
import { CheckoutSteps } from './checkout-steps.js';
import { outcomeOf, stepsOf } from './checkout-progress.js';
import { ExtensionReturn } from './extension-return.js';

/** The server asks the payment provider at most every 2 s itself; a starting desktop is watched more closely. */
const CHECKOUT_PERIOD_MS = 1500;
const SESSION_PERIOD_MS = 500;
/** Seconds mean nothing to somebody who waits for a bank. */
const BANK_PERIOD_MS = 5000;

/** Where the payment page sends people back to. Waits with them, step by step, and moves on by itself. */
@Component({
  selector: 'oda-checkout',
  imports: [CheckoutSteps, ExtensionReturn, Failure, MatButton, RouterLink],
  templateUrl: './checkout.html',
  styleUrl: './checkout.scss',
})
export class Checkout {
  private readonly router = inject(Router);
  private readonly monotonic = inject(MONOTONIC);

  readonly checkoutId = input.required<string>();
  /** Set when the person turned back on the payment page. */
  readonly cancelled = input<string>();

  private readonly id = computed(() => CheckoutId.safeParse(this.checkoutId()).data);
  protected readonly checkout = readCheckout(this.id);
  /** Of somebody who pays for more time; that has a page of its own, and leads to no other desktop. */
  protected readonly extension = computed(() => {
    const checkout = this.checkout.value();
    return checkout?.kind === 'extension' ? checkout : undefined;
  });
  private readonly sessionId = computed(() =>
    this.extension() ? undefined : this.checkout.value()?.sessionId,
  );
  protected readonly session = readSession(this.sessionId);

  private readonly time = signal(this.monotonic());
  private readonly openedAt = this.monotonic();
  private readonly status = computed(() => this.checkout.value()?.status);
  private readonly sessionState = computed(() => this.session.value()?.state);
  /** When each step was reached, as far as this page saw it happen. */
  private readonly paidAt = linkedSignal({
    source: this.status,
    computation: (status) => this.seen(status === 'paid'),
  });
  /** Without this the payment was there before the page was, and what it took is not known. */
  private readonly sawUnpaid = linkedSignal<CheckoutStatus | undefined, boolean>({
    source: this.status,
    computation: (status, before) => before?.value === true || status === 'open' || status === 'pending',
  });
  private readonly upAt = linkedSignal({
    source: this.sessionState,
    computation: (state) => this.seen(state === 'active'),
  });

  private readonly facts = computed(() => ({
    status: this.status(),
    session: this.session.value(),
    waitedMs: this.time() - (this.paidAt() ?? this.openedAt),
  }));
  protected readonly outcome = computed(() => outcomeOf(this.facts()));
  protected readonly turnedBack = computed(
    () => this.cancelled() !== undefined && (this.status() === 'open' || this.status() === 'expired'),
  );
  protected readonly steps = computed(() => stepsOf(this.facts()));
  protected readonly took = computed(() => [
    this.sawUnpaid() ? since(this.openedAt, this.paidAt()) : undefined,
    since(this.paidAt(), this.upAt()),
    undefined,
  ]);
  protected readonly runningMs = computed(() =>
    this.outcome() === 'banking' ? undefined : this.facts().waitedMs,
  );
  protected readonly unknown = computed(() => this.id() === undefined);

  constructor() {
    const going = () => this.outcome() === 'going' && !this.turnedBack();
    poll(this.checkout, () => {
      if (this.outcome() === 'banking') return BANK_PERIOD_MS;
      return going() && !this.sessionId() && !(this.extension() && this.status() === 'paid')
        ? CHECKOUT_PERIOD_MS
        : undefined;
    });
    poll(this.session, () => (going() && this.sessionId() ? SESSION_PERIOD_MS : undefined));
    effect((onCleanup) => {
      if (!going()) return;
      const timer = setInterval(() => this.time.set(this.monotonic()), 100);
      onCleanup(() => clearInterval(timer));
    });
    effect(() => {
      const session = this.session.value();
      if (session?.state === 'active')
        void this.router.navigate(['/sessions', session.id], { replaceUrl: true });
    });
  }

  private seen(reached: boolean): number | undefined {
    return reached ? this.monotonic() : undefined;
  }
}

function since(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}
