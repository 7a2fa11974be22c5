import type { Ending } from './ending.js';

/** One open connection of whatever kind: an events socket, an RFB object. */
export interface Transport {
  /** Ask the peer for anything that it must answer, and pass the answer on as `attempt.heard()`. */
  probe(): void;
  /** Let go of it. Never called after the transport itself reported `closed`, but for one that arrives too late. */
  close(): void;
}

/** What a transport has to say while it is being opened and as long as it lives. Deaf once the try is over. */
export interface Attempt {
  /** Aborted as soon as nobody wants this try's result: stopped, too slow, or ended. */
  readonly signal: AbortSignal;
  /** It can be used: not merely connected, for a refusal may follow an accepted handshake (4401). */
  opened(): void;
  /** Something arrived. Cheap: call it for every message. */
  heard(): void;
  /** It is gone. */
  closed(ending: Ending): void;
}

/**
 * Opens a new transport with a fresh token, or throws: `ConnectionRefused` when it knows what the failure means,
 * anything else counts as a failed network. Called once a try.
 */
export type OpenTransport = (attempt: Attempt) => Transport | Promise<Transport>;
