import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { StripeAccess } from './stripe-access.js';

const TIMEOUT_MS = 2_500;

/** Whether Stripe answers and takes our key. For `/health`. */
@Injectable()
export class StripeHealth {
  constructor(
    private readonly config: AppConfig,
    private readonly stripe: StripeAccess,
  ) {}

  /** @throws whatever the client says */
  async look(signal: AbortSignal): Promise<Record<string, unknown>> {
    signal.throwIfAborted();
    await this.stripe.client.balance.retrieve({}, { timeout: TIMEOUT_MS, maxNetworkRetries: 0 });
    return {
      mode: this.stripe.livemode ? 'live' : 'test',
      sandbox: this.config.billing.apiBase !== undefined,
    };
  }
}
