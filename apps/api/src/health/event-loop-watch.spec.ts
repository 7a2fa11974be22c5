import { describe, expect, it } from '@jest/globals';
import type { PinoLogger } from 'nestjs-pino';
import { register } from 'prom-client';
import { EventLoopWatch } from './event-loop-watch.js';

function watch() {
  const alarms: unknown[] = [];
  const log = { setContext: () => {}, error: (facts: unknown) => alarms.push(facts) };
  const looked = new EventLoopWatch(log as unknown as PinoLogger);
  const startedMs = performance.now();
  return { alarms, lookAt: (ms: number) => looked.look(startedMs + ms) };
}

describe('the watch on the event loop', () => {
  it('is quiet while looks are on time, or late by what a busy machine makes them', () => {
    const { alarms, lookAt } = watch();
    for (const ms of [250, 500, 1_400, 1_650]) lookAt(ms);
    expect(alarms).toEqual([]);
  });

  it('raises the alarm once for a stall, with how long it was', async () => {
    const { alarms, lookAt } = watch();
    for (const ms of [250, 2_500, 2_750]) lookAt(ms);
    expect(alarms).toEqual([{ stalledMs: expect.closeTo(2_000, -2) as unknown }]);
    expect(await register.metrics()).toMatch(/^eventloop_stalls_total 1$/m);
    expect(await register.metrics()).toMatch(/^eventloop_longest_stall_seconds (?:2|1\.99\d+)$/m);
  });
});
