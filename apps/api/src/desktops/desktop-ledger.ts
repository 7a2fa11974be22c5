import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import type { DesktopPlace } from './desktop-endpoint.js';
import { DesktopDriver } from './desktop-driver.js';
import { DesktopHost } from './desktop-host.js';

/**
 * `starting` → `warm` → `ready` → `ending` → `gone`. A desktop for a session goes from `starting` to `ready`; one that
 * ended by itself is `lost` until it is replaced or its session ends.
 */
export type DesktopRowState = 'starting' | 'warm' | 'ready' | 'lost' | 'ending' | 'gone';

export interface DesktopRow {
  id: string;
  sessionId: string | null;
  generation: number;
  driver: string;
  host: string;
  state: DesktopRowState;
  endpoint: DesktopPlace;
}

/** The error of a start that nobody is working on any more. */
export const START_ABANDONED = 'whoever started it is gone';

const ROW = 'id, session_id AS "sessionId", generation, driver, host, state, endpoint';
const NEXT_GENERATION = '1 + coalesce((SELECT max(generation) FROM desktops WHERE session_id = $2), 0)';
/** Those with processes. */
const OCCUPIES = `state IN ('starting', 'warm', 'ready', 'ending')`;
const UNIQUE_VIOLATION = '23505';

/** The desktops as the database knows them. Every change is one guarded statement: whoever comes second changes nothing. */
@Injectable()
export class DesktopLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly driver: DesktopDriver,
    private readonly host: DesktopHost,
  ) {}

  /** Takes a place for a desktop that is about to start. `taken`: the session has a desktop, or one is on its way. */
  async open(id: string, sessionId: string | null): Promise<DesktopRow | 'full' | 'taken'> {
    const { name, max } = this.driver;
    const values = [id, sessionId, this.host.id, name, this.driver.placeOf(id), max];
    return takenOr(
      this.dataSource.transaction(async (manager) => {
        await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [this.host.id]);
        const [row] = await manager.query<DesktopRow[]>(
          `INSERT INTO desktops (id, session_id, host, driver, endpoint, state, generation)
           SELECT $1, $2::uuid, $3, $4, $5, 'starting', ${NEXT_GENERATION}
           WHERE (SELECT count(*) FROM desktops WHERE host = $3 AND ${OCCUPIES}) < $6 RETURNING ${ROW}`,
          values,
        );
        return row ?? 'full';
      }),
    );
  }

  /** Gives the oldest warm desktop of this host to a session; null when there is none. No desktop is given twice. */
  async claimWarm(sessionId: string): Promise<DesktopRow | 'taken' | null> {
    return takenOr(
      this.change(
        `UPDATE desktops SET session_id = $2, state = 'starting', generation = ${NEXT_GENERATION}
         WHERE id = (
           SELECT id FROM desktops WHERE host = $1 AND state = 'warm'
           ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
         ) RETURNING ${ROW}`,
        [this.host.id, sessionId],
      ),
    );
  }

  /** Takes the oldest warm desktop of this host away from the pool, to be ended; null when none is free to go. */
  async withdrawWarm(): Promise<DesktopRow | null> {
    return this.change(
      `UPDATE desktops SET state = 'ending', ended_at = clock_timestamp()
       WHERE id = (
         SELECT id FROM desktops WHERE host = $1 AND state = 'warm'
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING ${ROW}`,
      [this.host.id],
    );
  }

  async becomeWarm(id: string): Promise<boolean> {
    const warm = `UPDATE desktops SET state = 'warm' WHERE id = $1 AND state = 'starting' AND session_id IS NULL`;
    return (await this.change(`${warm} RETURNING ${ROW}`, [id])) !== null;
  }

  /** The desktop serves its session from now on; lost ones before it are history. False when it is to end already. */
  async becomeReady(id: string): Promise<boolean> {
    const row = await this.change(
      `WITH replaced AS (
         UPDATE desktops SET state = 'gone', gone_at = clock_timestamp()
         WHERE state = 'lost' AND session_id = (SELECT session_id FROM desktops WHERE id = $1)
       )
       UPDATE desktops SET state = 'ready', ready_at = clock_timestamp()
       WHERE id = $1 AND state = 'starting' AND session_id IS NOT NULL RETURNING ${ROW}`,
      [id],
    );
    return row !== null;
  }

  /** It ended by itself: one of a session is lost, a warm one nobody misses. */
  async lose(id: string): Promise<DesktopRow | null> {
    return this.change(
      `UPDATE desktops SET state = CASE state WHEN 'ready' THEN 'lost' ELSE 'gone' END, lost_at = clock_timestamp(),
         gone_at = CASE state WHEN 'warm' THEN clock_timestamp() END
       WHERE id = $1 AND state IN ('ready', 'warm') RETURNING ${ROW}`,
      [id],
    );
  }

  /** Null when it is gone. */
  async beginEnding(id: string): Promise<DesktopRow | null> {
    return this.change(
      `UPDATE desktops SET state = 'ending', ended_at = coalesce(ended_at, clock_timestamp())
       WHERE id = $1 AND state <> 'gone' RETURNING ${ROW}`,
      [id],
    );
  }

  async gone(id: string, error: string | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE desktops SET state = 'gone', gone_at = clock_timestamp(), error = coalesce(error, $2)
       WHERE id = $1 AND state = 'ending'`,
      [id, error],
    );
  }

  /** The desktop that serves a session or is about to, on whatever host. */
  async currentOf(sessionId: string): Promise<DesktopRow | null> {
    const rows = await this.dataSource.query<DesktopRow[]>(
      `SELECT ${ROW} FROM desktops WHERE session_id = $1 AND state IN ('starting', 'ready')`,
      [sessionId],
    );
    return rows[0] ?? null;
  }

  /** Everything on this host that is not gone, the oldest first. */
  async here(): Promise<DesktopRow[]> {
    return this.dataSource.query<DesktopRow[]>(
      `SELECT ${ROW} FROM desktops WHERE host = $1 AND state <> 'gone' ORDER BY created_at`,
      [this.host.id],
    );
  }

  /** Sessions that were ordered to end and still have a desktop on this host. */
  async endedSessions(): Promise<string[]> {
    const rows = await this.dataSource.query<{ sessionId: string }[]>(
      `SELECT DISTINCT d.session_id AS "sessionId" FROM desktops d
       JOIN endings e ON e.kind = 'session' AND e.id = d.session_id
       WHERE d.host = $1 AND d.state NOT IN ('ending', 'gone')`,
      [this.host.id],
    );
    return rows.map(({ sessionId }) => sessionId);
  }

  /** Null when the statement changed nothing. */
  private async change(sql: string, values: unknown[]): Promise<DesktopRow | null> {
    const [rows] = await this.dataSource.query<[DesktopRow[], number]>(sql, values);
    return rows[0] ?? null;
  }
}

/** One live desktop a session is a unique index: the second to come is told so. */
async function takenOr<T>(work: Promise<T>): Promise<T | 'taken'> {
  try {
    return await work;
  } catch (error) {
    const driverError: { code?: string } | undefined =
      error instanceof QueryFailedError ? error.driverError : undefined;
    if (driverError?.code === UNIQUE_VIOLATION) return 'taken';
    throw error;
  }
}
