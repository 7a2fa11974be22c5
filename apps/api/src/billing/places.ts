import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Desktops } from '../desktops/desktops.js';

/** Any constant: names the lock under which places are counted and taken. */
const PLACES_LOCK = 'billing.places';

/**
 * How many sessions may be at once, and how many are spoken for: those that live and the checkouts whose place is still
 * kept. A bank debit that is under way keeps none: it may take days.
 */
@Injectable()
export class Places {
  constructor(
    private readonly dataSource: DataSource,
    private readonly desktops: Desktops,
  ) {}

  async isOneFree(): Promise<boolean> {
    return (await this.taken(this.dataSource.manager)) < (await this.max());
  }

  /** Until the transaction ends nobody else takes a place: what is counted stays true. */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [PLACES_LOCK]);
  }

  async taken(manager: EntityManager): Promise<number> {
    const [row] = await manager.query<{ taken: number }[]>(
      `SELECT (SELECT count(*) FROM sessions WHERE state <> 'ended')::int
         + (SELECT count(*) FROM orders WHERE status = 'open' AND extends_session_id IS NULL AND reserved_until > clock_timestamp())::int AS taken`,
    );
    return row?.taken ?? 0;
  }

  async max(): Promise<number> {
    return (await this.desktops.capacity()).max;
  }
}
