import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BillingModule } from '../billing/billing.module.js';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { EventLoopWatch } from './event-loop-watch.js';
import { GatewayProbe } from './gateway-probe.js';
import { HealthController } from './health.controller.js';
import { Indicators } from './indicators.js';
import { VncProbe } from './vnc-probe.js';

/** Probes and metrics. */
@Module({
  imports: [
    TerminusModule.forRoot({ errorLogStyle: 'json', logger: false }),
    GatewayModule,
    DesktopsModule,
    BillingModule,
  ],
  controllers: [HealthController],
  providers: [EventLoopWatch, Indicators, GatewayProbe, VncProbe],
})
export class HealthModule {}
