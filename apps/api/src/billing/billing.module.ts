import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { BillingController } from './billing.controller.js';
import { EventInbox } from './event-inbox.js';
import { Orders } from './orders.js';
import { Places } from './places.js';
import { Reconciler } from './reconciler.js';
import { Refunds } from './refunds.js';
import { Settlement } from './settlement.js';
import { CheckoutKeys } from './checkout-keys.js';
import { StartCheckout } from './start-checkout.js';
import { StripeAccess } from './stripe-access.js';
import { StripeHealth } from './stripe-health.js';
import { StripeWebhookController } from './stripe-webhook.controller.js';

/** Money: checkouts, Stripe's messages, what they pay for, and the way back. */
@Module({
  imports: [DesktopsModule, SessionsModule],
  controllers: [BillingController, StripeWebhookController],
  providers: [
    StripeAccess,
    StripeHealth,
    Orders,
    Places,
    Settlement,
    CheckoutKeys,
    StartCheckout,
    Refunds,
    EventInbox,
    Reconciler,
  ],
  exports: [StripeHealth],
})
export class BillingModule {}
