import { Component, computed, inject, input, type OnInit, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Billing } from '../backend/billing.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { extensionRefusal } from './extension-refusal.js';
import { LEAVE } from './leave.js';

/** The way from a session to the payment page for more time, in a tab of its own. Stays only to say why not. */
@Component({
  selector: 'oda-extend',
  imports: [Failure, MatButton, RouterLink, Skeleton],
  template: `
    <div class="page page-narrow">
      @if (refusal(); as why) {
        <h1>{{ why.title }}</h1>
        <p class="soft" role="alert">{{ why.text }}</p>
        <div class="row">
          @if (why.mayStartAnother) {
            <a matButton="filled" routerLink="/buy">Start another</a>
          } @else if (why.mayTryAgain) {
            <button matButton="filled" type="button" (click)="open()">Try again</button>
          }
          <a matButton="text" routerLink="/sessions">Your sessions</a>
        </div>
      } @else {
        <h1>More time</h1>
        <p class="soft">Your desktop goes on in the tab you came from.</p>
        @if (failure(); as error) {
          <oda-failure [error]="error" (retry)="open()" />
        } @else {
          <section class="card" aria-label="Opening the payment page">
            <p>Opening the payment page…</p>
            <oda-skeleton [lines]="3" />
          </section>
        }
      }
    </div>
  `,
  styles: `
    .page {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .card p {
      margin-bottom: 16px;
    }
  `,
})
export class Extend implements OnInit {
  private readonly billing = inject(Billing);
  private readonly leave = inject(LEAVE);
  readonly id = input.required<string>();

  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly refusal = computed(() =>
    extensionRefusal(SessionId.safeParse(this.id()).success ? this.failure()?.code : 'NOT_FOUND'),
  );

  ngOnInit(): void {
    void this.open();
  }

  protected async open(): Promise<void> {
    const id = SessionId.safeParse(this.id()).data;
    if (!id) return;
    this.failure.set(undefined);
    try {
      const { url } = await this.billing.openExtension(id);
      this.leave(url, 'replace');
    } catch (cause) {
      this.failure.set(toBackendError(cause));
    }
  }
}
