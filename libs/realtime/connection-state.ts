import type { AfterClose } from './after-close.js';
import type { Ending } from './ending.js';

/**
 * What a person can be told about a connection. Points in time are wall clock milliseconds; `awaySince` is the last
 * moment at which the connection was known to be alive, null when it never was.
 */
export type ConnectionState =
  /** Nobody wants a connection: not started, or stopped by its owner. */
  | { readonly name: 'idle' }
  /** A try is under way. */
  | { readonly name: 'connecting'; readonly awaySince: number | null }
  /** `awayMs` is how long it had been lost, 0 when it was not. */
  | { readonly name: 'connected'; readonly awayMs: number }
  /** Still open, but the peer owes an answer or the machine says that it is offline. */
  | { readonly name: 'unstable'; readonly silentSince: number }
  /** Lost; the next try is `inMs` from the moment of this state, at `at`. */
  | {
      readonly name: 'reconnecting';
      readonly inMs: number;
      readonly at: number;
      readonly awaySince: number | null;
      readonly because: Ending;
    }
  /** Lost, and the login has to be renewed before the next try. */
  | { readonly name: 'signing-in'; readonly awaySince: number | null; readonly because: Ending }
  /** Given up. Only a call of `start()` leads out of it. */
  | { readonly name: 'stopped'; readonly after: Exclude<AfterClose, 'retry'>; readonly because: Ending };

export type ConnectionStateName = ConnectionState['name'];

/** Every legal move. The owner's `stop()` is the arrow to `idle`, `start()` the one out of `idle` and `stopped`. */
export const TRANSITIONS = {
  idle: ['connecting'],
  connecting: ['connected', 'reconnecting', 'signing-in', 'stopped', 'idle'],
  connected: ['unstable', 'reconnecting', 'signing-in', 'stopped', 'idle'],
  unstable: ['connected', 'reconnecting', 'signing-in', 'stopped', 'idle'],
  reconnecting: ['reconnecting', 'connecting', 'idle'],
  'signing-in': ['reconnecting', 'stopped', 'idle'],
  stopped: ['connecting', 'idle'],
} as const satisfies Record<ConnectionStateName, readonly ConnectionStateName[]>;

/** @throws Error when the move is not in the table: always a bug of this folder, never an event of the network */
export function assertLegalMove(from: ConnectionStateName, to: ConnectionStateName): void {
  const legal: readonly ConnectionStateName[] = TRANSITIONS[from];
  if (!legal.includes(to)) throw new Error(`a connection cannot go from ${from} to ${to}`);
}
