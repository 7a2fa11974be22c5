import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionActivation } from './activation.js';
import { SessionDeadlines } from './deadlines.js';
import { EgressDenials } from './egress-denials.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';
import { ExpiryWarnings } from './expiry-warnings.js';
import { ProvisioningWorker } from './provisioning.worker.js';
import { SessionRevocation } from './revocation.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';

/** The session: its states, its log of events, its deadline, its end. */
@Module({
  imports: [DesktopsModule],
  controllers: [SessionsController],
  providers: [
    Sessions,
    EventLog,
    SessionActivation,
    SessionEnding,
    SessionDeadlines,
    ExpiryWarnings,
    ProvisioningWorker,
    SessionRevocation,
    EgressDenials,
  ],
  exports: [Sessions, EventLog, SessionEnding, SessionRevocation],
})
export class SessionsModule {}
