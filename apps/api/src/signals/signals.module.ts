import { Global, Module } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Endings } from './endings.js';
import { Holders } from './holders.js';
import { NodeRegistry } from './node-registry.js';
import { PostgresSignalBus } from './signal-bus.postgres.js';
import { RedisSignalBus } from './signal-bus.redis.js';
import { SignalBus } from './signal-bus.js';

/** Hints between nodes, and the store of what must end and what has acknowledged. */
@Global()
@Module({
  providers: [
    {
      provide: SignalBus,
      inject: [AppConfig, DataSource, PinoLogger],
      useFactory: (config: AppConfig, dataSource: DataSource, log: PinoLogger) => {
        const { redisUrl } = config.signals;
        return redisUrl === undefined
          ? new PostgresSignalBus(config, dataSource, log)
          : new RedisSignalBus(redisUrl, log);
      },
    },
    Endings,
    Holders,
    NodeRegistry,
  ],
  exports: [SignalBus, Endings, Holders, NodeRegistry],
})
export class SignalsModule {}
