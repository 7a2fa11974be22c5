const AT_ONCE = 2;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * How long the next desktop of a session waits, after so many were lost within minutes: none for the first ones, which
 * have bad luck; then twice as long each time, because whatever kills them is still there.
 */
export function replacementDelayMs(lostLately: number): number {
  if (lostLately <= AT_ONCE) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (lostLately - AT_ONCE - 1), LONGEST_DELAY_MS);
}
