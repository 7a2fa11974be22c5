import { Global, Module } from '@nestjs/common';
import { JobQueue } from './job-queue.js';
import { PgBossJobQueue } from './job-queue.pg-boss.js';

@Global()
@Module({ providers: [{ provide: JobQueue, useClass: PgBossJobQueue }], exports: [JobQueue] })
export class QueueModule {}
