/** Ceiling of the first delay; each failure doubles it. */
export const BACK_OFF_FIRST_MS = 500;
export const BACK_OFF_LONGEST_MS = 30_000;

/**
 * How long to wait before the next try, in milliseconds. Full jitter (anywhere between nothing and the ceiling)
 * spreads a crowd that was cut at the same moment better than any other kind:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many tries failed in a row before this delay; 0 gives the shortest ceiling
 * @param random   uniform in [0, 1)
 */
export function backOff(failures: number, random: () => number): number {
  const ceilingMs = Math.min(BACK_OFF_LONGEST_MS, BACK_OFF_FIRST_MS * 2 ** failures);
  return Math.floor(random() * ceilingMs);
}
