import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ConnectionTokensController } from './connection-tokens.controller.js';
import { Drain } from './drain.js';
import { EventsGateway } from './events.gateway.js';
import { Heartbeat } from './heartbeat.js';
import { LiveConnections } from './live-connections.js';
import { MessageIntake } from './message-intake.js';
import { RequestsInHand } from './requests-in-hand.js';
import { RightsClaims } from './rights-claims.js';
import { SelfCheck } from './self-check.js';
import { SessionFeeds } from './session-feeds.js';
import { SessionFollowing } from './session-following.js';
import { ShareRedemptionController } from './shares/share-redemption.controller.js';
import { SharesController } from './shares/shares.controller.js';
import { Shares } from './shares/shares.js';
import { UpgradeOwner } from './upgrade-owner.js';

/** Every socket of the product comes in here. */
@Module({
  imports: [AuthModule, SessionsModule, DesktopsModule],
  controllers: [ConnectionTokensController, SharesController, ShareRedemptionController],
  providers: [
    UpgradeOwner,
    SelfCheck,
    MessageIntake,
    LiveConnections,
    Heartbeat,
    RightsClaims,
    SessionFeeds,
    SessionFollowing,
    Shares,
    EventsGateway,
    RequestsInHand,
    Drain,
  ],
  exports: [SelfCheck, LiveConnections, Heartbeat],
})
export class GatewayModule {}
