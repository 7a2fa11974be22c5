import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChaosRun } from '../support/chaos/chaos-run.js';
import { checkHistory } from '../support/chaos/check-history.js';

/** Its first four faults are of all four kinds. */
const SEED = 28;
const LASTS_MS = 15_000;
let run: ChaosRun;

beforeAll(async () => {
  run = await ChaosRun.start();
}, 120_000);
afterAll(() => run?.stop(), 60_000);

describe('api and database killed, sockets cut, readers asleep, at random', () => {
  it('breaks no promise: the log arrives whole (R2, R5), deadlines (R3) and revokes (R4) hold', async () => {
    const { history, struck } = await run.round(SEED, LASTS_MS);
    expect({ seed: SEED, violations: checkHistory(history) }).toEqual({ seed: SEED, violations: [] });

    const kinds = new Set(struck.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['cut', 'kill-api', 'kill-database', 'sleep']);
    expect(history.sessions.filter(({ log }) => log.at(-1)?.name === 'session.ended')).toHaveLength(3);
    for (const { acknowledged } of history.sessions) expect(acknowledged.length).toBeGreaterThan(10);
    const commands = history.followers.flatMap(({ sockets }) => sockets.flatMap((each) => each.commands));
    expect(commands.some(({ isAnswered }) => isAnswered)).toBe(true);
  }, 120_000);
});
