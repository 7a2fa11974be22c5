import type { EntityManager } from 'typeorm';

/** Every job of the product and what it carries: ids only, the worker reads the rest from the tables. */
export interface Jobs {
  'provision-desktop': { sessionId: string };
  'process-stripe-event': { eventId: string };
  'refund-order': { orderId: string };
}

export type JobName = keyof Jobs;

export interface QueueDepth {
  waiting: number;
  oldestRunnableSeconds: number;
}

/**
 * Work that must happen, at least once, even if this process dies now. Handlers are idempotent. Real: pg-boss.
 */
export abstract class JobQueue {
  /** Part of the caller's transaction: the job exists exactly when the transaction commits. */
  abstract enqueue<Name extends JobName>(manager: EntityManager, name: Name, data: Jobs[Name]): Promise<void>;

  /**
   * A handler that throws is tried again with back-off. Jobs of one name run `concurrency` at a time on this node, taken
   * `batch` together: short ones of a crowded queue cost less that way, but the next are taken when the last is done.
   */
  abstract work<Name extends JobName>(
    name: Name,
    handler: (data: Jobs[Name], signal: AbortSignal) => Promise<void>,
    options?: { concurrency?: number; batch?: number },
  ): void;

  abstract depth(): Promise<QueueDepth>;
}
