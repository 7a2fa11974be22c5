import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { DesktopDoor } from './desktop-door.js';
import { DesktopPolicyController } from './desktop-policy.controller.js';
import { DesktopGateway } from './desktop.gateway.js';
import { SoundGateway } from './sound/sound.gateway.js';
import { SteeringDesk } from './steering-desk.js';
import { ViewerRecords } from './viewer-records.js';

/** Bytes between browser and desktop: pixels and input, and sound. */
@Module({
  imports: [GatewayModule, SessionsModule, DesktopsModule],
  controllers: [DesktopPolicyController],
  providers: [DesktopDoor, SteeringDesk, ViewerRecords, DesktopGateway, SoundGateway],
})
export class VncModule {}
