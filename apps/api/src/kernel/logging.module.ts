import type { ServerResponse } from 'node:http';
import { Module } from '@nestjs/common';
import type { Request } from 'express';
import { LoggerModule } from 'nestjs-pino';
import { stdTimeFunctions } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { correlationId } from './correlation.js';
import { NodeIdentity } from './node-identity.js';
import { KernelModule } from './kernel.module.js';

/** A request as the log shows it: the path alone, because a query may hold a one-use token. No headers, no body. */
function requestFacts(request: Request, response: ServerResponse, facts: object) {
  const { responseTime } = facts as { responseTime?: number };
  const path = request.originalUrl?.split('?', 1)[0];
  return { method: request.method, path, status: response.statusCode, tookMs: responseTime };
}

/** JSON lines on standard output; see docs/operations.md for the fields. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      imports: [KernelModule],
      inject: [AppConfig, NodeIdentity],
      useFactory: (config: AppConfig, node: NodeIdentity) => ({
        pinoHttp: {
          level: config.operations.logLevel,
          base: { node: node.id },
          timestamp: stdTimeFunctions.isoTime,
          genReqId: correlationId,
          customAttributeKeys: { reqId: 'correlationId' },
          quietReqLogger: true,
          quietResLogger: true,
          autoLogging: { ignore: (req: Request) => /^\/(health|metrics)/.test(req.url ?? '') },
          customSuccessMessage: () => 'request served',
          customErrorMessage: () => 'request failed',
          customSuccessObject: requestFacts,
          customErrorObject: requestFacts,
        },
      }),
    }),
  ],
})
export class LoggingModule {}
