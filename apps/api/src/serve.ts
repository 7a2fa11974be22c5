import type { IncomingMessage, Server } from 'node:http';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { serveAsyncApi } from './async-api.js';
import { configureHttpSecurity } from './auth/index.js';
import { AppConfig } from './config/app-config.js';
import { EmbeddedServer } from './database/embedded/embedded-server.js';
import { RequestsInHand } from './gateway/requests-in-hand.js';
import { SocketAdapter } from './gateway/socket-adapter.js';
import { isLockedBy, lockDataDir } from './kernel/instance-lock.js';
import { goFirst } from './kernel/priority.js';
import { serveOpenApi } from './open-api.js';
import { endOnSignal } from './shutdown.js';
import { probesOnly } from './worker-surface.js';

const HEADERS_TIMEOUT_MS = 10_000;
const CONNECTIONS_CHECK_MS = 5_000;
/** Node drops headers above its limit in silence; upgrades count them against a lower one. */
const MAX_HEADERS = 200;

/** Runs the api until SIGTERM or SIGINT. Without DATABASE_URL it owns an embedded server for as long as it lives. */
export async function serve(config: AppConfig): Promise<NestExpressApplication> {
  // under the launcher the lock of the data folder is the launcher's
  if (!isLockedBy(config.server.dataDir, process.ppid)) lockDataDir(config.server.dataDir);
  const embedded = config.database.url === undefined ? await EmbeddedServer.start(config.server) : undefined;
  const complete = embedded ? new AppConfig({ ...config, database: { url: embedded.url } }) : config;

  if (config.server.role !== 'worker') goFirst(); // the database is started by now: it goes as everybody does
  const app = await createApp(complete);
  await endOnSignal(app, embedded);
  await app.init();
  app.useLogger(app.get(Logger));
  await app.listen(config.server.port, config.server.host);
  const address = (app.getHttpServer() as Server).address();
  (await app.resolve(PinoLogger)).info({ address, role: config.server.role }, 'listening');
  return app;
}

/** Other upgrades (HTTP/2 in clear text) are an offer that a server may ignore: the request is served as it is. */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** The application, configured as in production, not yet listening. */
export async function createApp(config: AppConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    // until the real logger takes over below: what goes wrong, not what every boot says
    logger: new ConsoleLogger({ json: true, logLevels: ['warn', 'error', 'fatal'] }),
    abortOnError: false,
    bodyParser: false, // auth/ adds it: JSON only, and the raw body for the webhook
    forceCloseConnections: true,
    routeConflictPolicy: { duplicate: 'error' },
    return503OnClosing: true,
  });
  configureHttpSecurity(app, config);
  if (config.server.role === 'worker') app.use(probesOnly);
  else {
    serveAsyncApi(app); // before the page below it, which answers all of /api/docs
    serveOpenApi(app);
  }
  app.useWebSocketAdapter(new SocketAdapter(app));
  const server = app.getHttpServer() as Server;
  app.get(RequestsInHand).watch(server);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.maxHeadersCount = MAX_HEADERS;
  Object.assign(server, {
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    shouldUpgradeCallback: asksForWebSocket,
  });
  return app;
}
