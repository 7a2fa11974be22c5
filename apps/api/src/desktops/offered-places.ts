import type { CapacityLimit } from '#contracts';
import { desktopsThatFit } from './desktop-capacity.js';

interface Situation {
  /** The most this host may hold: by configuration, or by all the memory it has. */
  max: number;
  inUse: number;
  warm: number;
  /** Null when memory does not decide: somebody configured how many, or the desktops are elsewhere. */
  availableBytes: number | null;
  /** Why desktops do not start at the moment; null when they do. */
  failure: string | null;
}

/**
 * How many sessions there can be now, those counted that are: no dollar is taken for a desktop that nobody could have. A
 * warm desktop is one that can be had whatever memory says. Memory is called short when it has room for no further
 * one: that others use some of it is what memory is for.
 */
export function offeredPlaces({ max, inUse, warm, availableBytes, failure }: Situation): {
  max: number;
  limitedBy?: CapacityLimit;
  failure?: string;
} {
  if (failure !== null && warm === 0)
    return { max: Math.min(max, inUse), limitedBy: 'failing_starts', failure };
  if (availableBytes === null) return { max };
  const further = desktopsThatFit(availableBytes);
  const offered = Math.min(max, inUse + warm + further);
  return further === 0 && offered < max ? { max: offered, limitedBy: 'memory' } : { max: offered };
}
