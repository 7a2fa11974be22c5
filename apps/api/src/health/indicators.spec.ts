import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Indicators } from './indicators.js';

/** Everything well, but what a test says otherwise. */
function indicatorsWith(look: () => Promise<unknown>): Indicators {
  const parts = [
    new HealthIndicatorService(),
    { query: async () => [{ writable: true }] },
    { isConnected: () => true },
    { depth: async () => ({ waiting: 0, oldestRunnableSeconds: 0 }) },
    { alive: async () => [{ role: 'all' }] },
    { capacity: async () => ({}) },
    { byName: () => ({}) },
    { look },
    { look },
    { look },
  ];
  return new Indicators(...(parts as unknown as ConstructorParameters<typeof Indicators>));
}

async function statuses(indicators: Indicators): Promise<Record<string, string>> {
  const results: Record<string, { status: string }> = {};
  for (const look of indicators.neededToServe()) {
    Object.assign(results, await (typeof look === 'function' ? look() : look));
  }
  return Object.fromEntries(Object.entries(results).map(([name, { status }]) => [name, status]));
}

describe('an indicator that is needed to serve', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is up again two seconds after what it looks at', async () => {
    let isWell = false;
    const indicators = indicatorsWith(async () => {
      if (!isWell) throw new Error('the database system is starting up');
      return {};
    });
    expect(await statuses(indicators)).toMatchObject({ vnc: 'down', gateway: 'down', database: 'up' });
    isWell = true;
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 2_100);
    expect(new Set(Object.values(await statuses(indicators)))).toEqual(new Set(['up']));
  });
});
