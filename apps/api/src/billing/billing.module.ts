import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountFreeze } from './account-freeze.js';
import { BillingController } from './billing.controller.js';
import { CheckoutKeys } from './checkout-keys.js';
import { CustomerOrders } from './customer-orders.js';
import { DailyReview } from './daily-review.js';
import { Disputes } from './disputes.js';
import { EventHandlers } from './event-handlers.js';
import { EventInbox } from './event-inbox.js';
import { EventRows } from './event-rows.js';
import { FraudWarnings } from './fraud-warnings.js';
import { Fulfilment } from './fulfilment.js';
import { InboxSweep } from './inbox-sweep.js';
import { MoneyBack } from './money-back.js';
import { MoneyOverview } from './money-overview.js';
import { OrderOfCharge } from './order-of-charge.js';
import { OrderChanges } from './order-changes.js';
import { Orders } from './orders.js';
import { Places } from './places.js';
import { Reconciler } from './reconciler.js';
import { RefundNotes } from './refund-notes.js';
import { RefundRows } from './refund-rows.js';
import { Refunds } from './refunds.js';
import { Repairs } from './repairs.js';
import { Rounds } from './rounds.js';
import { Settlement } from './settlement.js';
import { StartCheckout } from './start-checkout.js';
import { StripeAccess } from './stripe-access.js';
import { StripeHealth } from './stripe-health.js';
import { StripeWebhookController } from './stripe-webhook.controller.js';
import { UndeliveredEvents } from './undelivered-events.js';

const BUYING = [StartCheckout, CheckoutKeys, Places, Orders, CustomerOrders];
const SETTLING = [
  Settlement,
  OrderChanges,
  Fulfilment,
  Refunds,
  RefundRows,
  RefundNotes,
  MoneyBack,
  OrderOfCharge,
];
const HEARING = [EventInbox, EventRows, EventHandlers, InboxSweep, Disputes, AccountFreeze, FraudWarnings];
const RECONCILING = [Reconciler, UndeliveredEvents, DailyReview, Rounds, Repairs, MoneyOverview];

/** Money: checkouts, Stripe's messages, what they pay for, and the way back. */
@Module({
  imports: [DesktopsModule, SessionsModule],
  controllers: [BillingController, StripeWebhookController],
  providers: [StripeAccess, StripeHealth, ...BUYING, ...SETTLING, ...HEARING, ...RECONCILING],
  exports: [StripeHealth, Refunds, EventInbox, MoneyOverview, AccountFreeze],
})
export class BillingModule {}
