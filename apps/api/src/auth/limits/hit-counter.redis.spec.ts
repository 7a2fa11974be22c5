import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '../../../../../test/support/fakes.js';
import { FakeRedis } from '../../../../../test/support/redis.js';
import { RedisHitCounter } from './hit-counter.redis.js';

let redis: FakeRedis;
let nodes: RedisHitCounter[];
beforeEach(async () => {
  redis = await FakeRedis.start();
  nodes = [new RedisHitCounter(redis.url, silentLog), new RedisHitCounter(redis.url, silentLog)];
  for (const node of nodes) await node.onModuleInit();
});
afterEach(async () => {
  for (const node of nodes) node.onModuleDestroy();
  await redis.stop();
});

describe('RedisHitCounter', () => {
  it('counts for one node alone while Redis is away, refuses nobody for it, and comes back by itself', async () => {
    const [one, other] = nodes;
    await one?.hit('a', 1_000);
    await redis.stop();
    expect((await one?.hit('a', 60_000))?.count).toBe(1);
    expect((await one?.hit('a', 60_000))?.count).toBe(2);
    expect((await other?.hit('a', 60_000))?.count).toBe(1);
    await expect(one?.clear('a')).resolves.toBeUndefined();

    await redis.listen();
    let attempt = 0;
    const areTogether = async () => {
      const key = `back ${(attempt += 1)}`;
      await one?.hit(key, 60_000);
      return (await other?.hit(key, 60_000))?.count === 2;
    };
    while (!(await areTogether())) await setTimeout(10);
  });

  it('counts for all nodes together until the window ends, then anew', async () => {
    const [one, other] = nodes;
    expect(await one?.hit('a', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
    redis.nowMs = 400;
    expect(await other?.hit('a', 1_000)).toEqual({ count: 2, resetsInMs: 600 });
    expect(await other?.hit('b', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
    redis.nowMs = 1_000;
    expect(await one?.hit('a', 1_000)).toEqual({ count: 1, resetsInMs: 1_000 });
  });

  it('forgets a key for all nodes', async () => {
    const [one, other] = nodes;
    await one?.hit('a', 1_000);
    await other?.clear('a');
    expect((await one?.hit('a', 1_000))?.count).toBe(1);
  });
});
