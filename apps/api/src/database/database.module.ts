import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../kernel/clock.js';
import { dataSourceOptions } from './data-source.js';
import { DatabaseClock } from './database-clock.js';
import { migrate } from './migrate.js';

/** The one truth. Ready, migrated and with a known clock before any other module starts. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => {
        if (config.database.url === undefined)
          throw new Error('main.ts starts the embedded server and sets database.url');
        return {
          ...dataSourceOptions(config.database.url),
          autoLoadEntities: true,
          retryAttempts: 10,
          retryDelay: 500,
        };
      },
      dataSourceFactory: async (options) => {
        if (!options) throw new Error('TypeORM passed no options');
        const dataSource = await new DataSource(options).initialize();
        await migrate(dataSource);
        return dataSource;
      },
    }),
  ],
  providers: [
    DatabaseClock,
    {
      provide: Clock,
      inject: [DatabaseClock],
      useFactory: async (clock: DatabaseClock) => {
        await clock.start();
        return clock;
      },
    },
  ],
  exports: [Clock],
})
export class DatabaseModule {}
