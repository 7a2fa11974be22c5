import { Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../../config/app-config.js';
import { HitCounter } from './hit-counter.js';
import { MemoryHitCounter } from './hit-counter.memory.js';
import { RedisHitCounter } from './hit-counter.redis.js';
import { RateLimit } from './rate-limit.decorator.js';
import { RATE_LIMITS } from './rate-limits.js';
import { CountingThrottlerStorage } from './throttler-storage.js';

@Module({
  providers: [
    {
      provide: HitCounter,
      inject: [AppConfig, PinoLogger],
      useFactory: ({ signals }: AppConfig, log: PinoLogger) =>
        signals.redisUrl === undefined ? new MemoryHitCounter() : new RedisHitCounter(signals.redisUrl, log),
    },
    CountingThrottlerStorage,
  ],
  exports: [HitCounter, CountingThrottlerStorage],
})
class CountersModule {}

/** A named limit holds on the routes that name it; the default one on all. */
function throttlerOptions(
  { limits }: AppConfig,
  storage: CountingThrottlerStorage,
  reflector: Reflector,
): ThrottlerModuleOptions {
  return {
    storage,
    setHeaders: false,
    throttlers: Object.entries(RATE_LIMITS).map(([name, { limit, windowMs }]) => ({
      name,
      ttl: windowMs,
      limit: Math.max(1, Math.floor(limit * limits.rateLimitFactor)),
      skipIf: (context) =>
        name !== 'default' &&
        reflector.getAllAndOverride(RateLimit, [context.getHandler(), context.getClass()]) !== name,
    })),
  };
}

/** Rate limits: @nestjs/throttler on a counter in memory, or in Redis when there are several nodes. */
@Module({
  imports: [
    CountersModule,
    ThrottlerModule.forRootAsync({
      imports: [CountersModule],
      inject: [AppConfig, CountingThrottlerStorage, Reflector],
      useFactory: throttlerOptions,
    }),
  ],
  exports: [CountersModule, ThrottlerModule],
})
export class LimitsModule {}
