import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdminSessionsController } from './admin-sessions.controller.js';
import { AdminSessions } from './admin-sessions.js';
import { AuditController } from './audit.controller.js';
import { OverviewController } from './overview.controller.js';
import { UsersController } from './users.controller.js';

/** The api of the internal console. Reads and commands the features; they know nothing of it. */
@Module({
  imports: [AuthModule, SessionsModule, DesktopsModule],
  controllers: [AdminSessionsController, AuditController, OverviewController, UsersController],
  providers: [AdminSessions],
})
export class AdminModule {}
