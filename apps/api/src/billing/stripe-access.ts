import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';

/** With the client's own retries of network errors, 409 and 5xx a call takes at most about a minute. */
const TIMEOUT_MS = 10_000;
const RETRIES = 3;

/** The way to Stripe, or to whatever speaks its protocol at STRIPE_API_BASE. The version of the API is the client's. */
@Injectable()
export class StripeAccess {
  /** Whether the key moves real money; events of the other mode are not ours. */
  readonly livemode: boolean;
  private readonly configured: Stripe | undefined;

  constructor({ billing: { stripeSecretKey, apiBase } }: AppConfig) {
    this.livemode = /^(sk|rk)_live_/.test(stripeSecretKey ?? '');
    this.configured = stripeSecretKey === undefined ? undefined : createClient(stripeSecretKey, apiBase);
  }

  /** @throws AppError PAYMENT_PROVIDER_UNAVAILABLE when there is no key */
  get client(): Stripe {
    if (this.configured) return this.configured;
    throw new AppError('PAYMENT_PROVIDER_UNAVAILABLE', { detail: 'Payments are not set up here.' });
  }
}

function createClient(key: string, apiBase: URL | undefined): Stripe {
  return new Stripe(key, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    ...(apiBase && {
      host: apiBase.hostname,
      port: apiBase.port || (apiBase.protocol === 'https:' ? 443 : 80),
      protocol: apiBase.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
  });
}
