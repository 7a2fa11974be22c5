import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ScheduleModule } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { AdminModule } from '../../apps/api/src/admin/admin.module.js';
import { AuditModule } from '../../apps/api/src/audit/audit.module.js';
import { AuthModule, configureHttpSecurity } from '../../apps/api/src/auth/index.js';
import { BillingModule } from '../../apps/api/src/billing/billing.module.js';
import { AppConfig } from '../../apps/api/src/config/app-config.js';
import { ConfigModule } from '../../apps/api/src/config/config.module.js';
import { loadConfig } from '../../apps/api/src/config/load-config.js';
import { DatabaseModule } from '../../apps/api/src/database/database.module.js';
import { DesktopDriver } from '../../apps/api/src/desktops/desktop-driver.js';
import { FakeDriver, FakeMachine } from '../../apps/api/src/desktops/testing/fake-driver.js';
import { KernelModule } from '../../apps/api/src/kernel/kernel.module.js';
import { LoggingModule } from '../../apps/api/src/kernel/logging.module.js';
import { ProblemFilter } from '../../apps/api/src/kernel/problem.filter.js';
import { validationPipe } from '../../apps/api/src/kernel/validation.js';
import { QueueModule } from '../../apps/api/src/queue/queue.module.js';
import { SignalsModule } from '../../apps/api/src/signals/signals.module.js';
import { SANDBOX_WEBHOOK_SECRET } from './stripe-sandbox.js';

export const OLDER_WEBHOOK_SECRET = 'whsec_before_the_last_roll';

interface Options {
  places?: number;
  env?: Record<string, string>;
  /** Parts that a test puts in the place of the product's. */
  instead?: { provide: unknown; value: unknown }[];
}

/** The api with everything that buying a session touches: real database, real Stripe client, desktops that are none. */
export class BillingApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly driver: FakeDriver,
    /** Where it listens, on a port the system chose. */
    readonly url: string,
    private readonly dataDir: string,
  ) {}

  static async start(
    databaseUrl: string,
    stripe: { secretKey: string; origin: string },
    { places = 50, env = {}, instead = [] }: Options = {},
  ): Promise<BillingApp> {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-test-billing-'));
    const loaded = loadConfig({
      NODE_ENV: 'test',
      PORT: '0',
      PUBLIC_URL: 'http://localhost:3000',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      RATE_LIMIT_FACTOR: '1000',
      DESKTOP_POOL_SIZE: '0',
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: `${SANDBOX_WEBHOOK_SECRET},${OLDER_WEBHOOK_SECRET}`,
      STRIPE_API_BASE: stripe.origin,
      ...env,
    });
    const config = new AppConfig({ ...loaded, database: { url: databaseUrl } });
    const driver = new FakeDriver(new FakeMachine(), places);
    const app = await createApp(config, driver, instead);
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return new BillingApp(app, driver, `http://127.0.0.1:${port}`, dataDir);
  }

  get webhookUrl(): string {
    return `${this.url}/api/billing/stripe-webhook`;
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function createApp(
  config: AppConfig,
  driver: FakeDriver,
  instead: NonNullable<Options['instead']>,
): Promise<NestExpressApplication> {
  const building = Test.createTestingModule({
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
      BillingModule,
      AdminModule,
    ],
    providers: [
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useValue: validationPipe },
    ],
  })
    .overrideProvider(DesktopDriver)
    .useValue(driver);
  for (const { provide, value } of instead) building.overrideProvider(provide).useValue(value);
  const module = await building.compile();
  const options = { logger: false as const, bodyParser: false, forceCloseConnections: true };
  const app = module.createNestApplication<NestExpressApplication>(options);
  configureHttpSecurity(app, config);
  return app;
}
