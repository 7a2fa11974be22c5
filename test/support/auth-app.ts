import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AddressInfo, Server } from 'node:net';
import { Module, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from '../../apps/api/src/audit/audit.module.js';
import { AuthModule, configureHttpSecurity } from '../../apps/api/src/auth/index.js';
import { AppConfig } from '../../apps/api/src/config/app-config.js';
import { ConfigModule } from '../../apps/api/src/config/config.module.js';
import { loadConfig } from '../../apps/api/src/config/load-config.js';
import { DatabaseModule } from '../../apps/api/src/database/database.module.js';
import { KernelModule } from '../../apps/api/src/kernel/kernel.module.js';
import { LoggingModule } from '../../apps/api/src/kernel/logging.module.js';
import { ProblemFilter } from '../../apps/api/src/kernel/problem.filter.js';
import { validationPipe } from '../../apps/api/src/kernel/validation.js';
import { SignalsModule } from '../../apps/api/src/signals/signals.module.js';

export interface AuthApp {
  app: NestExpressApplication;
  config: AppConfig;
  /** Where it listens, on a port the system chose. */
  url: string;
  close(): Promise<void>;
}

/** The api with `auth/` alone (and `extra` controllers), over HTTP, on the database at `url`. */
export async function startAuthApp(
  databaseUrl: string,
  env: Record<string, string> = {},
  extra: Pick<ModuleMetadata, 'controllers' | 'providers'> = {},
): Promise<AuthApp> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-test-auth-'));
  const loaded = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...env,
  });
  const config = new AppConfig({ ...loaded, database: { url: databaseUrl } });

  @Module({
    imports: [
      ConfigModule.forRoot(config),
      ScheduleModule.forRoot(),
      KernelModule,
      LoggingModule,
      DatabaseModule,
      SignalsModule,
      AuditModule,
      AuthModule,
    ],
    controllers: extra.controllers ?? [],
    providers: [
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useValue: validationPipe },
      ...(extra.providers ?? []),
    ],
  })
  class TestModule {}

  const app = await NestFactory.create<NestExpressApplication>(TestModule, {
    logger: false,
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  const close = async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    configureHttpSecurity(app, config);
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return { app, config, url: `http://127.0.0.1:${port}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
