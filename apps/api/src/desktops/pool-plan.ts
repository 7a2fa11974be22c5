import { DESKTOP_BYTES, RESERVED_BYTES } from './desktop-capacity.js';

/** How the warm pool stands. `fresh` and `aged` are warm desktops, `starting` those on their way that nobody waits for. */
export interface PoolSituation {
  size: number;
  fresh: number;
  aged: number;
  starting: number;
  availableBytes: number;
}

export type PoolStep = 'start' | 'retire' | 'shrink' | 'rest';

/**
 * The next thing to do for the pool: one step at a time, since each changes what the host has left. Memory below the
 * reserve: one desktop fewer, the oldest. Room for a whole desktop above it: one more, until there are enough that are
 * not aged. Only then do aged ones go, so that somebody who pays meanwhile finds one. Between the two marks it rests.
 */
export function nextPoolStep({ size, fresh, aged, starting, availableBytes }: PoolSituation): PoolStep {
  const warm = fresh + aged;
  if (warm > 0 && availableBytes < RESERVED_BYTES) return 'shrink';
  if (warm + starting > size && (aged > 0 || warm > size)) return 'retire';
  const fits = availableBytes - DESKTOP_BYTES >= RESERVED_BYTES;
  return fits && fresh + starting < size ? 'start' : 'rest';
}

/** How many the host's memory lets the pool keep, those counted that it has: what it is at, or on its way to. */
export function poolTarget({ size, fresh, aged, availableBytes }: PoolSituation): number {
  const warm = fresh + aged;
  if (availableBytes < RESERVED_BYTES) return Math.max(warm - 1, 0);
  return Math.min(size, warm + Math.floor((availableBytes - RESERVED_BYTES) / DESKTOP_BYTES));
}
