import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { PinoLogger } from 'nestjs-pino';
import { HitCounter, type Hits } from './hit-counter.js';
import { MemoryHitCounter } from './hit-counter.memory.js';

const PREFIX = 'oda:hits:';
/** Counts and starts the window in one step: a key never stays without an end. */
const HIT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}`;

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

  async hit(key: string, windowMs: number): Promise<Hits> {
    try {
      const answer = await this.redis.eval(HIT, 1, PREFIX + key, windowMs);
      const [count, resetsInMs] = answer as [number, number];
      return { count, resetsInMs };
    } catch {
      return this.own.hit(key, windowMs); // the lost connection is logged where it is lost
    }
  }

  async read(key: string): Promise<Hits> {
    try {
      const [count, leftMs] = await Promise.all([
        this.redis.get(PREFIX + key),
        this.redis.pttl(PREFIX + key),
      ]);
      return { count: Number(count ?? 0), resetsInMs: Math.max(0, leftMs) };
    } catch {
      return this.own.read(key);
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
