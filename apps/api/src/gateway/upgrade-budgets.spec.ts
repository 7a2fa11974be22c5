import { describe, expect, it } from '@jest/globals';
import { UpgradeBudgets } from './upgrade-budgets.js';

function budgets(rateLimitFactor = 1) {
  const clock = { nowMs: 0 };
  const kept = new UpgradeBudgets({ socketsPerAddress: 200, rateLimitFactor }, () => clock.nowMs);
  const taken = (network: string, tries: number) =>
    Array.from({ length: tries }, () => kept.take(network)).filter(Boolean).length;
  return { clock, kept, taken };
}

describe('the tries of one network', () => {
  it('are twice the sockets it may hold at once, then a tenth of them a second', () => {
    const { clock, taken } = budgets();
    expect(taken('203.0.113.9', 1_000)).toBe(400);
    clock.nowMs = 5_000;
    expect(taken('203.0.113.9', 1_000)).toBe(100);
  });

  it('are not used up by another', () => {
    const { taken } = budgets();
    taken('203.0.113.9', 1_000);
    expect(taken('198.51.100.1', 10)).toBe(10);
  });

  it('are multiplied by the factor of all limits', () => {
    expect(budgets(0.5).taken('203.0.113.9', 1_000)).toBe(200);
  });

  it('are remembered in bounded memory, the most recent ones longest', () => {
    const { kept, taken } = budgets();
    taken('quiet', 400);
    for (let n = 0; n < 9_999; n += 1) kept.take(`source ${n}`);
    expect(taken('quiet', 1)).toBe(0);
    for (let n = 0; n < 9_999; n += 1) kept.take(`further ${n}`);
    expect(kept.sources).toBe(10_000);
    expect(taken('quiet', 1)).toBe(0);
    for (let n = 0; n < 10_000; n += 1) kept.take(`flood ${n}`);
    expect(taken('quiet', 1)).toBe(1);
  });
});
