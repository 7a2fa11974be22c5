import type { IncomingMessage } from 'node:http';
import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { stdTimeFunctions } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { correlationId } from './correlation.js';
import { NodeIdentity } from './node-identity.js';
import { KernelModule } from './kernel.module.js';

/** A request as the log shows it: the path alone, because a query may hold a one-use token. No headers, no body. */
const request = (raw: IncomingMessage) => ({ method: raw.method, path: raw.url?.split('?', 1)[0] });

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
          serializers: {
            req: (req: { raw: IncomingMessage }) => request(req.raw),
            res: (res: { statusCode: number }) => ({ status: res.statusCode }),
          },
          autoLogging: { ignore: (req: IncomingMessage) => /^\/(health|metrics)/.test(req.url ?? '') },
          customSuccessMessage: () => 'request served',
          customErrorMessage: () => 'request failed',
        },
      }),
    }),
  ],
})
export class LoggingModule {}
