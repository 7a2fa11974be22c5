import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BillingModule } from './billing/billing.module.js';
import { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DesktopsModule } from './desktops/desktops.module.js';
import { FilesModule } from './files/files.module.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { HealthModule } from './health/health.module.js';
import { KernelModule } from './kernel/kernel.module.js';
import { LoggingModule } from './kernel/logging.module.js';
import { ProblemFilter } from './kernel/problem.filter.js';
import { validationPipe } from './kernel/validation.js';
import { portalModule } from './portal.module.js';
import { QueueModule } from './queue/queue.module.js';
import { RecordingsModule } from './recordings/recordings.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SignalsModule } from './signals/signals.module.js';
import { VncModule } from './vnc/vnc.module.js';

/** The composition root: the only file that knows every module. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        ScheduleModule.forRoot(),
        KernelModule,
        LoggingModule,
        DatabaseModule,
        SignalsModule,
        QueueModule,
        AuditModule,
        AuthModule,
        DesktopsModule,
        SessionsModule,
        GatewayModule,
        VncModule,
        RecordingsModule,
        FilesModule,
        BillingModule,
        AdminModule,
        HealthModule,
        portalModule(),
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useValue: validationPipe },
      ],
    };
  }
}
