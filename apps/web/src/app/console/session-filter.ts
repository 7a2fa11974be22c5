import { SessionState } from '#contracts';
import type { SessionFilter } from '../backend/admin.js';

/** The chips above the table. */
export const STATE_CHIPS: { state: SessionState | undefined; name: string }[] = [
  { state: undefined, name: 'All' },
  { state: 'active', name: 'Live' },
  { state: 'provisioning', name: 'Starting' },
  { state: 'ended', name: 'Ended' },
];

/** The filter as the address says it; what does not belong there is ignored. */
export function filterOf(address: {
  state?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
}): SessionFilter {
  return {
    state: SessionState.safeParse(address.state).data,
    q: address.q?.trim() || undefined,
    cursor: address.cursor || undefined,
  };
}
