import * as z from 'zod';

/**
 * What can be made to go wrong. The first five concern webhooks, `api` the answers of the API:
 * `error` answers 500 before anything is done, `reset` does the work and then cuts the connection without an answer,
 * `slow` does the work and answers after `apiDelayMs`, its idempotency key being in use until then.
 */
export const Faults = z.strictObject({
  /** Extra copies of each delivery, all at once. */
  duplicate: z.int().min(0).max(1000),
  /** How long each attempt is held back. */
  delayMs: z.int().min(0).max(600_000),
  /** Attempts vanish on the way; they count as failed and are retried. */
  drop: z.boolean(),
  /** Attempts are gathered for a moment and sent one by one, the newest first. */
  reorder: z.boolean(),
  /** Attempts are signed with a secret nobody knows. */
  badSignature: z.boolean(),
  api: z.enum(['normal', 'error', 'reset', 'slow']),
  apiDelayMs: z.int().min(0).max(60_000),
  /** How many answers of the API go wrong before they are as they should be again; 0: all of them. */
  apiCalls: z.int().min(0).max(1000),
});
export type Faults = z.infer<typeof Faults>;

export const NO_FAULTS: Faults = {
  duplicate: 0,
  delayMs: 0,
  drop: false,
  reorder: false,
  badSignature: false,
  api: 'normal',
  apiDelayMs: 2_000,
  apiCalls: 0,
};

/** The switches. Held in memory: a restarted sandbox behaves. */
export class FaultSwitches {
  private current: Faults = NO_FAULTS;

  get now(): Faults {
    return this.current;
  }

  /** What happens to the call of the API that arrives now. */
  takeApiFault(): Faults['api'] {
    const { api, apiCalls } = this.current;
    if (api !== 'normal' && apiCalls > 0) {
      this.set({ apiCalls: apiCalls - 1, ...(apiCalls === 1 && { api: 'normal' }) });
    }
    return api;
  }

  set(changes: Partial<Faults>): Faults {
    this.current = { ...this.current, ...changes };
    return this.current;
  }
}
