/** The chaos run for as long as you like: `npm run chaos -- --minutes 10 --seed 7`. Ends with 1 at the first broken promise. */
import { parseArgs } from 'node:util';
import { ChaosRun } from './chaos-run.js';
import { checkHistory } from './check-history.js';

const ROUND_MS = 30_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const firstSeed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) throw new Error('--minutes N --seed S, both numbers');

const say = (line: string) => process.stdout.write(`${line}\n`);
const run = await ChaosRun.start();
try {
  const endMs = Date.now() + minutes * 60_000;
  for (let seed = firstSeed; Date.now() < endMs; seed += 1) {
    const { history, struck } = await run.round(seed, ROUND_MS);
    const violations = checkHistory(history);
    const events = history.sessions.reduce((sum, { log }) => sum + log.length, 0);
    say(`seed ${seed}: ${struck.length} faults, ${events} events, ${violations.length} violations`);
    for (const { promise, sessionId, what } of violations) say(`  ${promise} ${sessionId}: ${what}`);
    if (violations.length > 0) {
      process.exitCode = 1;
      break;
    }
  }
} finally {
  await run.stop();
}
