import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { BillingModule } from '../billing/billing.module.js';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdminSessionsController } from './admin-sessions.controller.js';
import { AdminDisputes } from './admin-disputes.js';
import { AdminOrders } from './admin-orders.js';
import { AdminRefunds } from './admin-refunds.js';
import { AdminSessions } from './admin-sessions.js';
import { AdminStripeEvents } from './admin-stripe-events.js';
import { AuditController } from './audit.controller.js';
import { DesktopsController } from './desktops.controller.js';
import { MoneyController } from './money.controller.js';
import { OverviewController } from './overview.controller.js';
import { UsersController } from './users.controller.js';

/** The api of the internal console. Reads and commands the features; they know nothing of it. */
@Module({
  imports: [AuthModule, SessionsModule, DesktopsModule, BillingModule],
  controllers: [
    AdminSessionsController,
    AuditController,
    DesktopsController,
    MoneyController,
    OverviewController,
    UsersController,
  ],
  providers: [AdminSessions, AdminOrders, AdminRefunds, AdminDisputes, AdminStripeEvents],
})
export class AdminModule {}
