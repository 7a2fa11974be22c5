import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionActivation } from './activation.js';
import { SessionDeadlines } from './deadlines.js';
import { ControlController } from './control/control.controller.js';
import { ControlWatch } from './control/control-watch.js';
import { SessionControl } from './control/session-control.js';
import { Downtime } from './downtime.js';
import { DesktopHeartbeats } from './desktop-heartbeats.js';
import { BrowserCrashes } from './browser-crashes.js';
import { EgressDenials } from './egress-denials.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';
import { ExpiryWarnings } from './expiry-warnings.js';
import { ProvisioningWorker } from './provisioning.worker.js';
import { SessionRevocation } from './revocation.js';
import { SessionsController } from './sessions.controller.js';
import { SessionTime } from './session-time.js';
import { DesktopDeadlines } from './desktop-deadlines.js';
import { Sessions } from './sessions.js';
import { Viewers } from './viewers.js';

/** The session: its states, its log of events, its deadline, its end. */
@Module({
  imports: [DesktopsModule],
  controllers: [SessionsController, ControlController],
  providers: [
    Sessions,
    EventLog,
    SessionActivation,
    SessionEnding,
    SessionDeadlines,
    SessionTime,
    DesktopDeadlines,
    DesktopHeartbeats,
    Downtime,
    ExpiryWarnings,
    ProvisioningWorker,
    SessionRevocation,
    BrowserCrashes,
    EgressDenials,
    Viewers,
    SessionControl,
    ControlWatch,
  ],
  exports: [
    Sessions,
    EventLog,
    SessionEnding,
    SessionDeadlines,
    SessionTime,
    SessionRevocation,
    Viewers,
    SessionControl,
    ControlWatch,
  ],
})
export class SessionsModule {}
