import { HttpClient, type HttpResourceRequest } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import {
  type CheckoutBody,
  CheckoutCreated,
  type CheckoutId,
  CheckoutView,
  Offer,
  PendingCheckouts,
  type SessionId,
} from '#contracts';
import { firstValueFrom } from 'rxjs';
import { open } from './access.js';
import { type Read, read } from './read.js';

/** What one session costs and whether there is room for one. Call in an injection context. */
export function readOffer(): Read<Offer> {
  return read(() => ({ url: '/api/billing/offer', context: open() }), Offer);
}

/** One checkout; the server asks the payment provider itself while it is open. Call in an injection context. */
export function readCheckout(id: Signal<CheckoutId | undefined>): Read<CheckoutView> {
  return read((): HttpResourceRequest | undefined => {
    const checkoutId = id();
    return checkoutId && { url: `/api/billing/checkouts/${checkoutId}` };
  }, CheckoutView);
}

/** The caller's payments that a bank has not answered yet. Call in an injection context. */
export function readPendingCheckouts(): Read<PendingCheckouts> {
  return read(() => ({ url: '/api/billing/checkouts/pending' }), PendingCheckouts);
}

/** Buying. Fails with BackendError: NO_CAPACITY when the house is full. */
@Injectable({ providedIn: 'root' })
export class Billing {
  private readonly http = inject(HttpClient);

  /** Opens a checkout, or finds the account's open one, and gives the address of its payment page. */
  openCheckout(): Promise<CheckoutCreated> {
    return this.checkout({});
  }

  /** The same for more time in a session: SESSION_ENDED after its end, DESKTOP_NOT_READY before its desktop is up. */
  openExtension(session: SessionId): Promise<CheckoutCreated> {
    return this.checkout({ extends: session });
  }

  private async checkout(body: CheckoutBody): Promise<CheckoutCreated> {
    return CheckoutCreated.parse(
      await firstValueFrom(this.http.post<unknown>('/api/billing/checkout', body)),
    );
  }
}
