import type { CapacityLimit } from '#contracts';
import { DESKTOP_BYTES, RESERVED_BYTES } from './desktop-capacity.js';

interface Situation {
  /** The most this host may hold: by configuration, or by its memory when the process started. */
  max: number;
  inUse: number;
  warm: number;
  /** Null when memory does not decide: somebody configured how many, or the desktops are elsewhere. */
  availableBytes: number | null;
  startsFail: boolean;
}

/**
 * How many sessions there can be now, those counted that are: no dollar is taken for a desktop that nobody could have. A
 * warm desktop is one that can be had whatever memory says.
 */
export function offeredPlaces({ max, inUse, warm, availableBytes, startsFail }: Situation): {
  max: number;
  limitedBy?: CapacityLimit;
} {
  if (startsFail && warm === 0) return { max: Math.min(max, inUse), limitedBy: 'failing_starts' };
  if (availableBytes === null) return { max };
  const more = warm + Math.max(Math.floor((availableBytes - RESERVED_BYTES) / DESKTOP_BYTES), 0);
  return inUse + more < max ? { max: inUse + more, limitedBy: 'memory' } : { max };
}
