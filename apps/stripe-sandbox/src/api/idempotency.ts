import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Store } from '../store/store.js';
import { StripeError } from './stripe-error.js';

const KEEP_MS = 24 * 3_600_000;
const LONGEST_KEY = 255;

const IdempotencyRow = z.object({
  endpoint: z.string(),
  parameters: z.string(),
  status: z.number(),
  body: z.string(),
});

export interface Attempt {
  key: string;
  /** `POST /v1/refunds` */
  endpoint: string;
  /** The body as it was sent. */
  parameters: string;
}

export interface SavedAnswer {
  status: number;
  body: string;
}

/**
 * Idempotency keys as Stripe has them: the first answer is kept for a day and replayed; another body or endpoint is
 * refused; while the first call is under way the key is in use. What was refused before it began is not kept.
 */
export class IdempotencyKeys {
  private readonly inUse = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly nowMs: () => number,
  ) {}

  /** The answer to replay, or undefined: then the key is held until `release`. @throws StripeError 400, 409 */
  claim({ key, endpoint, parameters }: Attempt): SavedAnswer | undefined {
    if (key.length > LONGEST_KEY) {
      throw new StripeError(`Idempotency keys can be up to ${LONGEST_KEY} characters long.`);
    }
    if (this.inUse.has(key)) {
      throw new StripeError(
        `There is currently another in-progress request using this Idempotent Key (${key}).`,
        { status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' },
      );
    }
    this.store.run('delete from idempotency where created_ms < ?', this.nowMs() - KEEP_MS);
    const row = this.store.row('select * from idempotency where key = ?', key);
    if (!row) {
      this.inUse.add(key);
      return undefined;
    }
    const first = IdempotencyRow.parse(row);
    if (first.endpoint !== endpoint || first.parameters !== fingerprint(parameters)) {
      throw new StripeError(
        `Keys for idempotent requests can only be used with the same endpoint and parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        { type: 'idempotency_error' },
      );
    }
    return { status: first.status, body: first.body };
  }

  /** Keeps the answer; part of the transaction that did the work. */
  save({ key, endpoint, parameters }: Attempt, { status, body }: SavedAnswer): void {
    this.store.run(
      'insert into idempotency (key, endpoint, parameters, status, body, created_ms) values (?, ?, ?, ?, ?, ?)',
      key,
      endpoint,
      fingerprint(parameters),
      status,
      body,
      this.nowMs(),
    );
  }

  release(key: string): void {
    this.inUse.delete(key);
  }
}

function fingerprint(parameters: string): string {
  return createHash('sha256').update(parameters).digest('hex');
}
