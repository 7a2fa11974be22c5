import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { StripeEventState } from '#contracts';
import type { Handled } from './handled.js';
import type { InboxEvent, Triage } from './triage-event.js';

/** After so many failures an event waits for a person. */
const GIVE_UP_AFTER_ATTEMPTS = 20;

export interface EventRow {
  id: string;
  type: string;
  livemode: boolean;
  apiVersion: string | null;
  objectId: string | null;
  state: StripeEventState;
}

const EVENT_COLUMNS = `id, type, livemode, api_version AS "apiVersion", object_id AS "objectId", state`;

/** The table of Stripe's events: as they came, and what became of them. */
@Injectable()
export class EventRows {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<EventRow | undefined> {
    const [row] = await this.dataSource.query<EventRow[]>(
      `SELECT ${EVENT_COLUMNS} FROM stripe_events WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** @returns false when it came before */
  async insert(manager: EntityManager, event: InboxEvent, verdict: Triage): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO stripe_events (id, type, livemode, api_version, object_id, payload, state, error)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        event.id,
        event.type,
        event.livemode,
        event.api_version ?? null,
        event.data.object.id ?? null,
        JSON.stringify(event),
        verdict.park ? 'parked' : 'received',
        verdict.park ? verdict.why : null,
      ],
    );
    return rows.length > 0;
  }

  /** A parked or failed one is to be handled after all, as if it had just come. */
  async revive(manager: EntityManager, id: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE stripe_events SET state = 'received', error = NULL, attempts = 0, processed_at = NULL
       WHERE id = $1 AND state IN ('parked', 'failed') RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  async finish(id: string, handled: Handled): Promise<void> {
    await this.dataSource.query(
      `UPDATE stripe_events SET state = $2, error = $3, attempts = attempts + 1, processed_at = clock_timestamp()
       WHERE id = $1 AND state = 'received'`,
      [id, handled.done ? 'processed' : 'parked', handled.done ? null : handled.why],
    );
  }

  /** @returns true when it is given up with this */
  async countFailure(id: string, error: unknown): Promise<boolean> {
    const [[row]] = await this.dataSource.query<[{ state: string }[], number]>(
      `UPDATE stripe_events SET attempts = attempts + 1, error = $2,
         state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE state END
       WHERE id = $1 AND state = 'received' RETURNING state`,
      [id, error instanceof Error ? error.message : String(error), GIVE_UP_AFTER_ATTEMPTS],
    );
    return row?.state === 'failed';
  }

  /** Those that nobody has tried yet, or (without `untried`) nobody has finished, the oldest first. */
  async waiting(options: { untried: boolean; olderThanSeconds: number; limit: number }): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM stripe_events WHERE state = 'received' AND (attempts = 0 OR NOT $1)
         AND received_at < clock_timestamp() - make_interval(secs => $2) ORDER BY received_at LIMIT $3`,
      [options.untried, options.olderThanSeconds, options.limit],
    );
    return rows.map(({ id }) => id);
  }
}
