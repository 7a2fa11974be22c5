import { setTimeout } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;
const GIVE_UP_AFTER_MS = 10_000;

/** Waits for something that happens elsewhere, no longer than it takes. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error('it never came true');
    await setTimeout(LOOK_EVERY_MS);
  }
}
