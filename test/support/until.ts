import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until `look` gives something, and gives that. @throws after `withinMs`, naming what was waited for */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | false | null> | Found | undefined | false | null,
  withinMs = 15_000,
): Promise<Found> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(20);
  }
}
