import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { PinoLogger } from 'nestjs-pino';
import * as z from 'zod';
import { HitCounter, type Hits } from './hit-counter.js';
import { MemoryHitCounter } from './hit-counter.memory.js';

const PREFIX = 'oda:hits:';
const Hit = z.object({ count: z.int(), resetsInMs: z.int() });

/** Hits of all nodes together. While Redis is away each node counts for itself: limits loosen, nobody is locked out. */
export class RedisHitCounter extends HitCounter implements OnModuleInit, OnModuleDestroy {
  private readonly redis: Redis;
  private readonly own = new MemoryHitCounter();

  constructor(
    url: string,
    private readonly log: PinoLogger,
  ) {
    super();
    log.setContext(RedisHitCounter.name);
    this.redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false });
    this.redis.on('error', (err) => this.log.warn({ err }, 'rate limits disconnected'));
  }

  async onModuleInit(): Promise<void> {
    await this.redis.connect();
  }

  onModuleDestroy(): void {
    this.redis.disconnect();
  }

  /** In one transaction: a key never stays without an end. */
  async hit(key: string, windowMs: number): Promise<Hits> {
    try {
      const name = PREFIX + key;
      const answers = await this.redis
        .multi()
        .set(name, 0, 'PX', windowMs, 'NX')
        .incr(name)
        .pttl(name)
        .exec();
      const [, [, count] = [], [, leftMs] = []] = answers ?? [];
      return Hit.parse({ count, resetsInMs: leftMs });
    } catch (err) {
      this.log.warn({ err }, 'hits counted by this node alone');
      return this.own.hit(key, windowMs);
    }
  }

  async clear(key: string): Promise<void> {
    await this.own.clear(key);
    try {
      await this.redis.del(PREFIX + key);
    } catch (err) {
      this.log.warn({ err }, 'hits not cleared');
    }
  }
}
