import type { ConnectionPurpose } from '../auth/index.js';
import type { LiveConnection } from './live-connection.js';

type CountedBy = 'kind' | 'network' | 'account' | (typeof OF_SESSION)[ConnectionPurpose];

/** Sockets of a session have a cap for each kind: whoever listens takes nobody's place who looks. */
export const OF_SESSION = {
  events: 'followed session',
  desktop: 'viewed session',
  sound: 'heard session',
} as const;

/** How many sockets are open by each thing that has a cap; asking costs the same with one socket or thousands. */
export class ConnectionCounts {
  private readonly counts = new Map<string, number>();

  of(by: CountedBy, value: string): number {
    return this.counts.get(`${by} ${value}`) ?? 0;
  }

  add(connection: LiveConnection): void {
    for (const key of keysOf(connection)) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  remove(connection: LiveConnection): void {
    for (const key of keysOf(connection)) {
      const left = (this.counts.get(key) ?? 0) - 1;
      if (left > 0) this.counts.set(key, left);
      else this.counts.delete(key);
    }
  }
}

/** Guests are counted by address and desktop; the account's own places are not theirs to take. */
function keysOf({ kind, admission }: LiveConnection): string[] {
  const { network, accountId, sessionId } = admission;
  const keys: [CountedBy, string | undefined][] = [
    ['kind', kind],
    ['network', network],
    ['account', 'shareId' in admission ? undefined : accountId],
    [OF_SESSION[kind], sessionId],
  ];
  return keys.filter(([, value]) => value !== undefined).map(([by, value]) => `${by} ${String(value)}`);
}
