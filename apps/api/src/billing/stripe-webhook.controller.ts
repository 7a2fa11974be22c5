import { Controller, Headers, HttpCode, Post, Req, type RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import { Open } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { Clock } from '../kernel/clock.js';
import { EventInbox } from './event-inbox.js';
import { StripeAccess } from './stripe-access.js';
import { InboxEvent } from './triage-event.js';
import { verifyEvent } from './webhook-signature.js';

/** Where Stripe tells us what happened. Its signature over the raw body is the only credential. */
@Open()
@Controller('api/billing')
export class StripeWebhookController {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly stripe: StripeAccess,
    private readonly inbox: EventInbox,
  ) {}

  /** 200 once the event is stored, never later: Stripe keeps the customer waiting for this answer. */
  @Post('stripe-webhook')
  @HttpCode(200)
  async receive(
    @Req() { rawBody }: RawBodyRequest<Request>,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true }> {
    const { webhookSecrets: secrets, toleranceSeconds } = this.config.billing;
    const policy = { secrets, toleranceSeconds };
    const nowMs = this.clock.now().getTime();
    const verified = verifyEvent(this.stripe.client.webhooks, rawBody, signature, policy, nowMs);
    const event = InboxEvent.safeParse(verified);
    if (!event.success) throw new AppError('INVALID_SIGNATURE');
    try {
      await this.inbox.receive(event.data);
    } catch (cause) {
      // Not stored, so not received: Stripe sends it again, for three days.
      throw new AppError('INTERNAL', { cause });
    }
    return { received: true };
  }
}
